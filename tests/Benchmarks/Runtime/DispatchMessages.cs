namespace PhyrActors.Benchmarks;

/// <summary>Forty classes of messages.</summary>
internal static class DispatchMessages
{
    // More than a processor's branch predictors learn by heart.
    private const int Count = 1 << 16;

    /// <summary>Messages of the first <paramref name="classes"/> classes in random order, each of them
    /// <paramref name="run"/> times in a row.</summary>
    public static object[] Random(int classes, int run)
    {
        object[] all =
        [
            new M00(), new M01(), new M02(), new M03(), new M04(),
            new M05(), new M06(), new M07(), new M08(), new M09(),
            new M10(), new M11(), new M12(), new M13(), new M14(),
            new M15(), new M16(), new M17(), new M18(), new M19(),
            new M20(), new M21(), new M22(), new M23(), new M24(),
            new M25(), new M26(), new M27(), new M28(), new M29(),
            new M30(), new M31(), new M32(), new M33(), new M34(),
            new M35(), new M36(), new M37(), new M38(), new M39(),
        ];
        SplitMix64 random = new(1);
        object[] messages = new object[Count];
        for (int i = 0; i < messages.Length; i++)
        {
            messages[i] = i % run == 0 ? all[random.Below(classes)] : messages[i - 1];
        }

        return messages;
    }

    internal sealed class M00;

    internal sealed class M01;

    internal sealed class M02;

    internal sealed class M03;

    internal sealed class M04;

    internal sealed class M05;

    internal sealed class M06;

    internal sealed class M07;

    internal sealed class M08;

    internal sealed class M09;

    internal sealed class M10;

    internal sealed class M11;

    internal sealed class M12;

    internal sealed class M13;

    internal sealed class M14;

    internal sealed class M15;

    internal sealed class M16;

    internal sealed class M17;

    internal sealed class M18;

    internal sealed class M19;

    internal sealed class M20;

    internal sealed class M21;

    internal sealed class M22;

    internal sealed class M23;

    internal sealed class M24;

    internal sealed class M25;

    internal sealed class M26;

    internal sealed class M27;

    internal sealed class M28;

    internal sealed class M29;

    internal sealed class M30;

    internal sealed class M31;

    internal sealed class M32;

    internal sealed class M33;

    internal sealed class M34;

    internal sealed class M35;

    internal sealed class M36;

    internal sealed class M37;

    internal sealed class M38;

    internal sealed class M39;
}
