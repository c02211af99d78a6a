namespace PhyrActors.Runtime;

/// <summary>What most actors never have.</summary>
internal sealed partial class ActorCell
{
    // Made with the first child, watch or failure; an idle actor stays small.
    private Particulars? _particulars;

    private sealed class Particulars
    {
        public Family? Family { get; set; }

        public DeathWatch? Watches { get; set; }

        public FailureRecord? Failure { get; set; }
    }
}
