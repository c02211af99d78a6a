namespace PhyrActors.Scenarios;

/// <summary>Which toy program, if any.</summary>
/// <param name="Kind">The program.</param>
/// <param name="Clients">C of RR(C, R).</param>
/// <param name="Rounds">R of RR(C, R).</param>
/// <param name="Variant">What must not happen in RR(C, R).</param>
public sealed record YardstickSettings(YardstickKind Kind, int Clients, int Rounds, RequestReplyVariant Variant)
{
    private static readonly (string Word, YardstickKind Kind)[] s_kinds =
    [
        ("none", YardstickKind.None),
        ("rr", YardstickKind.RequestReply),
        ("burst", YardstickKind.Burst),
        ("two-servers", YardstickKind.TwoServers),
        ("spawn", YardstickKind.Spawn),
        ("timeout-retry", YardstickKind.TimeoutRetry),
        ("fifo-trap", YardstickKind.FifoTrap),
        ("stop-trap", YardstickKind.StopTrap),
        ("timer-trap", YardstickKind.TimerTrap),
        ("batch-trap", YardstickKind.BatchTrap),
    ];

    private static readonly (string Word, RequestReplyVariant Variant)[] s_variants =
    [
        ("plain", RequestReplyVariant.Plain),
        ("race", RequestReplyVariant.Race),
        ("depth", RequestReplyVariant.Depth),
        ("overtake", RequestReplyVariant.Overtake),
        ("window", RequestReplyVariant.Window),
    ];

    internal static YardstickSettings Read(Config config)
    {
        string kind = Bounds.OneOf(config, "yardstick", Array.ConvertAll(s_kinds, pair => pair.Word));
        string variant = Bounds.OneOf(config, "variant", Array.ConvertAll(s_variants, pair => pair.Word));
        return new YardstickSettings(
            Array.Find(s_kinds, pair => pair.Word == kind).Kind,
            Bounds.Int(config, "clients", 1, 64),
            Bounds.Int(config, "rounds", 1, 1000),
            Array.Find(s_variants, pair => pair.Word == variant).Variant);
    }
}
