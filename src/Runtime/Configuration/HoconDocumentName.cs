namespace PhyrActors.Runtime;

/// <summary>Names of documents: paths with <c>/</c> or <c>\</c> between the folders.</summary>
internal static class HoconDocumentName
{
    private static readonly char[] Separators = ['/', '\\'];

    /// <summary>The name that an include means: under the folder of the including document, without dots.</summary>
    public static string Resolve(string name, string includer)
    {
        int folderEnd = includer.LastIndexOfAny(Separators) + 1;
        string full = IsAbsolute(name) ? name : includer[..folderEnd] + name;
        bool isRooted = full.IndexOfAny(Separators) == 0;
        List<string> folders = [];
        foreach (string folder in full.Split(Separators, StringSplitOptions.RemoveEmptyEntries))
        {
            if (folder == ".." && folders is [.., not ".."])
            {
                folders.RemoveAt(folders.Count - 1);
            }
            else if (folder != "." && !(folder == ".." && isRooted))
            {
                folders.Add(folder);
            }
        }

        return (isRooted ? "/" : "") + string.Join('/', folders);
    }

    private static bool IsAbsolute(string name) =>
        name is ['/' or '\\', ..] or [>= 'A' and <= 'Z' or >= 'a' and <= 'z', ':', '/' or '\\', ..];
}
