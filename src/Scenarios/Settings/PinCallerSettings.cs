using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>A caller that only pins memory and gives it back.</summary>
/// <param name="Pins">How many pins at once, one behind the other; 0 for no such caller.</param>
/// <param name="LengthBytes">The length of each: whole pages.</param>
/// <param name="Rounds">How often each is taken.</param>
/// <param name="Hold">How long each is held.</param>
/// <param name="Flags">What for.</param>
internal sealed record PinCallerSettings(int Pins, ulong LengthBytes, int Rounds, TimeSpan Hold, FollFlags Flags)
{
    public static PinCallerSettings Read(Config config, MemorySettings memory)
    {
        int pins = Bounds.Int(config, "pin.caller.pins", 0, 1024);
        ulong length = Bounds.Bytes(config, "pin.caller.length", Pfn.FrameSizeBytes, Pfn.FrameSizeBytes);
        bool fits = pins == 0 || length <= memory.ProcessBytes / (ulong)pins;
        Bounds.Require(config, "pin.caller.length", fits, "pin.caller.pins times in memory.process");
        bool isAlone = pins == 0 || config.GetString("dma.backend") == "none";
        Bounds.Require(config, "pin.caller.pins", isAlone, "0 with a dma.backend");
        FollFlags write = config.GetBoolean("pin.caller.write") ? FollFlags.Write : FollFlags.None;
        FollFlags longterm = config.GetBoolean("pin.caller.longterm") ? FollFlags.Longterm : FollFlags.None;
        return new PinCallerSettings(
            pins,
            length,
            Bounds.Int(config, "pin.caller.rounds", 1),
            Bounds.Time(config, "pin.caller.hold"),
            write | longterm);
    }
}
