using System.Text;

namespace PhyrActors.Model;

/// <summary>I-42, as far as tokens go: when nothing is left to do, nobody waits for a token; whoever holds it waits for
/// something that never comes, such as each other.</summary>
public static class NoDeadlock
{
    public const string Id = "I-42";

    /// <summary>Judges the tokens for which somebody waits when nothing is left to do: the cycles of those who wait for
    /// each other, or, where there is none, each token that nobody gives back.</summary>
    /// <param name="tokens">How things stand at each token, in an order that is always the same.</param>
    public static IReadOnlyList<Violation> OfTokens(IReadOnlyList<TokenContended> tokens)
    {
        List<Violation> cycles = [];
        List<Violation> lost = [];
        HashSet<TokenUser> told = [];
        foreach (TokenContended token in tokens.Where(static token => token.Waiters.Count > 0))
        {
            List<Wait> path = Follow(tokens, token.Waiters[0]);
            TokenUser end = path[^1].For;
            int start = path.FindIndex(wait => wait.Who == end);
            if (start < 0)
            {
                lost.Add(new Violation(Id, $"{Text(path, 0)}, which nobody gives back"));
            }
            else if (told.Add(end))
            {
                told.UnionWith(path.Skip(start).Select(static wait => wait.Who));
                cycles.Add(new Violation(Id, $"{Text(path, start)}: they wait for each other"));
            }
        }

        return cycles.Count > 0 ? cycles : lost;
    }

    /// <summary>From one that waits to whom it waits for, as far as that leads: to one who waits for nothing, or to one
    /// that is on the way already.</summary>
    private static List<Wait> Follow(IReadOnlyList<TokenContended> tokens, TokenUser from)
    {
        List<Wait> path = [];
        while (TryFindWait(tokens, from, out Wait wait) && !path.Exists(earlier => earlier.Who == from))
        {
            path.Add(wait);
            from = wait.For;
        }

        return path;
    }

    /// <summary>Whoever waits behind others waits for the first of them; the first waits for a holder, and of several
    /// for one that waits itself.</summary>
    private static bool TryFindWait(IReadOnlyList<TokenContended> tokens, TokenUser who, out Wait wait)
    {
        foreach (TokenContended token in tokens)
        {
            if (token.Waiters.Contains(who))
            {
                TokenUser first = token.Waiters[0];
                TokenUser holder = token.Holders.FirstOrDefault(
                    holder => tokens.Any(other => other.Waiters.Contains(holder)),
                    token.Holders is [TokenUser any, ..] ? any : default);
                wait = new Wait(who, token.Token, first == who ? holder : first, IsHeld: first == who);
                return true;
            }
        }

        wait = default;
        return false;
    }

    private static string Text(List<Wait> path, int start)
    {
        StringBuilder text = new($"{path[start].Who}");
        foreach (Wait wait in path.Skip(start))
        {
            text.Append(text.Length > path[start].Who.ToString().Length ? ", which" : string.Empty)
                .Append($" waits for {wait.Token}");
            if (wait.For != default)
            {
                text.Append($", {(wait.IsHeld ? "held by" : "behind")} {wait.For}");
            }
        }

        return text.ToString();
    }

    private readonly record struct Wait(TokenUser Who, string Token, TokenUser For, bool IsHeld);
}
