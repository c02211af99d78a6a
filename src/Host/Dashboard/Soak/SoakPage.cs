namespace PhyrActors.Host;

internal static class SoakPage
{
    public static void Write(Stream stream, SoakReport report)
    {
    }
}
