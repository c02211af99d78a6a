using System.IO.Enumeration;

namespace PhyrActors.Runtime;

/// <summary>Passes on what is sent along a path.</summary>
internal sealed partial class ActorCell
{
    private void PassOn(ActorSelectionMessage selection)
    {
        IActorRef? sender = _sender;
        switch (selection.Element)
        {
            case "..":
                PassOn(selection, ParentCell is { } parent ? [parent] : [], sender);
                break;
            case "**":
                foreach (Child child in Children)
                {
                    child.Cell.Self.Tell(selection.Message, sender!);
                    child.Cell.Self.Tell(selection with { IsFannedOut = true }, sender!);
                }

                break;
            case var pattern when pattern.AsSpan().ContainsAny('*', '?'):
                PassOn(selection, [.. Children.Select(child => child.Cell).Where(IsLike(pattern))], sender);
                break;
            case var name:
                PassOn(selection, Find(name) is >= 0 and int index ? [Children[index].Cell] : [], sender);
                break;
        }
    }

    private void PassOn(ActorSelectionMessage selection, ActorCell[] receivers, IActorRef? sender)
    {
        if (receivers.Length == 0 && !selection.IsFannedOut)
        {
            System.DeadLetters.Tell(new DeadLetter(selection, sender, Self));
        }

        ActorSelectionMessage next = receivers.Length > 1 ? selection with { IsFannedOut = true } : selection;
        foreach (ActorCell receiver in receivers)
        {
            receiver.Self.Tell(next.Onward, sender!);
        }
    }

    private static Func<ActorCell, bool> IsLike(string pattern) =>
        cell => FileSystemName.MatchesSimpleExpression(pattern, cell.Name, ignoreCase: false);
}
