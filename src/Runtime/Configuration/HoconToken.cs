namespace PhyrActors.Runtime;

internal enum HoconTokenKind
{
    End,
    NewLine,
    Comma,
    Assign,
    Append,
    ObjectStart,
    ObjectEnd,
    ArrayStart,
    ArrayEnd,
    SubstitutionStart,
    OptionalSubstitutionStart,
    Unquoted,
    Quoted,
}

/// <summary>One piece of a document.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The string it stands for, or the characters it is written with.</param>
/// <param name="Space">The white space between it and what precedes it on its line.</param>
/// <param name="Position">Where it begins.</param>
internal readonly record struct HoconToken(HoconTokenKind Kind, string Text, string Space, HoconPosition Position)
{
    public bool IsText => Kind is HoconTokenKind.Unquoted or HoconTokenKind.Quoted;

    public override string ToString() => Kind switch
    {
        HoconTokenKind.End => "the end of the document",
        HoconTokenKind.NewLine => "the end of the line",
        _ => HoconText.Shown(Text),
    };
}
