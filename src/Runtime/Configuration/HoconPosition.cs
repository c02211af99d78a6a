namespace PhyrActors.Runtime;

/// <summary>A place in a configuration document.</summary>
/// <remarks>Line and column count from 1; a column is a UTF-16 unit.</remarks>
internal readonly record struct HoconPosition(string Document, int Line, int Column)
{
    public override string ToString() => $"{Document}:{Line}:{Column}";
}
