namespace PhyrActors.Runtime;

/// <summary>How many slips of the keyboard lie between two words.</summary>
/// <remarks>Insertions, deletions, replacements and swaps of neighbours count 1 each (optimal string alignment,
/// Damerau 1964). Work grows with the product of the lengths.</remarks>
internal static class EditDistance
{
    public static int Between(string left, string right)
    {
        int[] beforeLast = new int[right.Length + 1];
        int[] last = [.. Enumerable.Range(0, right.Length + 1)];
        int[] row = new int[right.Length + 1];
        for (int i = 1; i <= left.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int replaced = last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                row[j] = Math.Min(replaced, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                }
            }

            (beforeLast, last, row) = (last, row, beforeLast);
        }

        return last[right.Length];
    }
}
