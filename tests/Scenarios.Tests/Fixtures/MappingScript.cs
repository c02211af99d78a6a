using PhyrActors.Exploration;
using PhyrActors.Model;
using static PhyrActors.Actors.IommuDomainProtocol;

namespace PhyrActors.Scenarios.Tests;

/// <summary>Random maps and unmaps, by the old or the new API: after each, what a device can reach.</summary>
internal sealed class MappingScript
{
    private const int Operations = 16;
    private const int LiveMax = 6;

    private readonly List<ulong> _reached = [];
    private readonly bool _old;

    private MappingScript(bool old) => _old = old;

    /// <summary>Runs one workload; gives one number for each step: what every mapping of it leads to.</summary>
    public static IReadOnlyList<ulong> Run(ulong seed, bool old)
    {
        MappingScript script = new(old);
        using ControlledSystem system = new("script", DomainBench.Settings(seed));
        script.Start(system, seed, MutationSet.None);
        system.Run();
        return script._reached;
    }

    /// <summary>What is found in one workload of the new API.</summary>
    public static IReadOnlyList<Finding> FindingsOf(ulong seed, params ReadOnlySpan<Mutation> mutations)
    {
        MonitorSet monitors = new();
        monitors.Attach(OracleList.Of(InvariantKind.Local | InvariantKind.Ordered, []));
        using ControlledSystem system = new("script", DomainBench.Settings(seed) with { Observer = monitors });
        new MappingScript(old: false).Start(system, seed, MutationSet.Of(mutations));
        system.Run();
        return [.. monitors.Findings];
    }

    private void Start(ControlledSystem system, ulong seed, MutationSet mutations)
    {
        DomainBench bench = new(system, mutations);
        IActorRef caller = system.ActorOf(Props.Create(() => new Caller(this, seed, bench.Domain, bench.Table)));
        caller.Tell(new Go(), ActorRefs.NoSender);
    }

    private sealed record Go;

    private sealed record Mapping(Iova Start, RangeCpu Range, DmaDirection Direction);

    /// <summary>Maps and unmaps one after the other.</summary>
    private sealed class Caller : ReceiveActor
    {
        private readonly List<Mapping> _live = [];
        private readonly MappingScript _script;
        private readonly IActorRef _domain;
        private readonly Model.IoPageTable _table;
        private ulong _random;
        private int _operations;
        private RangeCpu _range = null!;
        private DmaDirection _direction;

        public Caller(MappingScript script, ulong seed, IActorRef domain, Model.IoPageTable table)
        {
            (_script, _random, _domain, _table) = (script, seed, domain, table);
            Receive<Go>(_ => Next());
            Receive<Mapped>(mapped => Keep(Answer(mapped.Range, mapped.Errno)[0].Iova));
            Receive<Allocated>(allocated => _domain.Tell(new Link(allocated.State, _range, -1, _direction, 0)));
            Receive<Linked>(linked => _domain.Tell(new Sync(linked.State, 0, _range.LengthBytes, 0)));
            Receive<Synced>(synced => Keep(synced.State));
            Receive<Unmapped>(_ => Next());
            Receive<Destroyed>(_ => Next());
        }

        private static RangeDma Answer(RangeDma? range, Errno errno) =>
            range ?? throw new InvalidOperationException($"A map was refused: {errno}.");

        private void Keep(Iova start)
        {
            _live.Add(new Mapping(start, _range, _direction));
            Next();
        }

        private void Next()
        {
            Record();
            if (_operations++ == Operations)
            {
                return;
            }

            if (_live.Count == LiveMax || (_live.Count > 0 && Below(3) == 0))
            {
                int at = (int)Below((ulong)_live.Count);
                Mapping gone = _live[at];
                _live.RemoveAt(at);
                Unmap(gone);
                return;
            }

            _range = NextRange();
            _direction = (DmaDirection)Below(3);
            Map();
        }

        private void Map()
        {
            if (!_script._old)
            {
                _domain.Tell(new TryAlloc(0, _range.LengthBytes, _range[0].Start, 0));
            }
            else if (_range.ChunkCount == 1)
            {
                _domain.Tell(new MapPhys(0, _range[0], -1, _direction, 0));
            }
            else
            {
                _domain.Tell(new MapSg(0, _range, -1, _direction, 0));
            }
        }

        private void Unmap(Mapping gone) => _domain.Tell(
            !_script._old ? new Destroy(gone.Start, gone.Range.LengthBytes, 0)
            : gone.Range.ChunkCount == 1 ? new UnmapPhys(gone.Start, gone.Range.LengthBytes, 0)
            : new UnmapSg(gone.Start, gone.Range.LengthBytes, 0));

        /// <summary>Folios of 4 KiB to 2 MiB, the ends anywhere inside a page.</summary>
        private RangeCpu NextRange()
        {
            int folios = 1 + (int)Below(12);
            Phyr[] pieces = new Phyr[folios];
            for (int i = 0; i < folios; i++)
            {
                int order = (int)Below(4) switch { 0 => 9, 1 => 4, _ => 0 };
                ulong frame = (1 + Below(1 << 12)) << 9;
                pieces[i] = new Phyr(new Pfn(frame).Address, Pfn.FrameSizeBytes << order);
            }

            ulong skip = Below(2) * Below(Pfn.FrameSizeBytes);
            pieces[0] = new Phyr(pieces[0].Start + skip, pieces[0].LengthBytes - skip);
            ulong cut = Below(2) * Below(pieces[^1].LengthBytes);
            pieces[^1] = new Phyr(pieces[^1].Start, pieces[^1].LengthBytes - cut);
            return RangeCpuBuilder.TryFrom(pieces)
                ?? throw new InvalidOperationException("These pieces are no range.");
        }

        /// <summary>One number for all that every live mapping leads to, and for how much is mapped at all.</summary>
        private void Record()
        {
            ulong sum = _table.MappedBytes;
            foreach (Mapping mapping in _live)
            {
                ulong pages = Pages.Count(mapping.Start, mapping.Range.LengthBytes);
                Iova first = new(mapping.Start.Value & ~PageSize.Size4KiB.OffsetMask);
                for (ulong page = 0; page < pages; page++)
                {
                    bool found = _table.TryTranslate(first + (page << Pfn.FrameSizeLog2), out IoTranslation to);
                    sum = SplitMix64.Mix(sum, found ? to.Phys.Value | (ulong)to.Prot : ulong.MaxValue);
                }
            }

            _script._reached.Add(sum);
        }

        private ulong Below(ulong count)
        {
            _random = SplitMix64.Mix(_random, 0x9e37);
            return _random % count;
        }
    }
}
