namespace PhyrActors.Runtime;

/// <summary>How much configuration text may ask of its reader; whatever goes further is refused by name.</summary>
public static class ConfigLimits
{
    /// <summary>UTF-16 units in one document.</summary>
    public const int DocumentCharsMax = 1 << 20;

    /// <summary>Objects and arrays inside each other, dotted keys counted key by key.</summary>
    public const int NestingMax = 64;

    /// <summary>Documents that include one another in a chain.</summary>
    public const int IncludeDepthMax = 16;

    /// <summary>Documents read for one configuration, the same one twice counted twice.</summary>
    public const int DocumentsMax = 256;

    /// <summary>Substitutions that lead to one another, and the containers around them, in a chain.</summary>
    public const int ResolutionDepthMax = 128;

    /// <summary>Values plus UTF-16 units after all substitutions.</summary>
    public const int ResolvedWeightMax = 1 << 22;

    /// <summary>Values looked at while substitutions are resolved.</summary>
    public const int ResolutionStepsMax = 1 << 20;
}
