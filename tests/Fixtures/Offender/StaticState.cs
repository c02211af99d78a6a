namespace PhyrActors.Offender;

/// <summary>State that all systems of a process would share.</summary>
public static class StaticState
{
    public static int Count;

    public static readonly int Limit = 8;

    private static readonly List<int> s_seen = [];

    private static readonly int[] s_table = [1, 2, 4];

    public static void See(int frame) => s_seen.Add(s_table[frame]);
}
