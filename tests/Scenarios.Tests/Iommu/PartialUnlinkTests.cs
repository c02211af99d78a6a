using PhyrActors.Exploration;
using PhyrActors.Model;
using static PhyrActors.Actors.IommuDomainProtocol;

namespace PhyrActors.Scenarios.Tests;

/// <summary>B24: a part of a large page is unlinked: the table does more or less than was asked.</summary>
public sealed class PartialUnlinkTests
{
    private const ulong Large = 1UL << 21;
    private const ulong Page = Pfn.FrameSizeBytes;

    [Theory]
    [InlineData(0UL, Large, "")]
    [InlineData(0UL, Page, "I-10")]
    [InlineData(Page, Page, "I-10")]
    public void An_unlink_of_a_part_of_a_large_page_is_found(ulong offset, ulong lengthBytes, string invariant)
    {
        MonitorSet monitors = new();
        monitors.Attach(OracleList.Of(InvariantKind.Local, []));
        using ControlledSystem system = new("unlink", DomainBench.Settings() with { Observer = monitors });
        DomainBench bench = new(system, MutationSet.None);
        system.ActorOf(Props.Create(() => new Caller(bench.Domain, offset, lengthBytes)));

        system.Run();

        Assert.Equal(invariant, string.Join(' ', monitors.Findings.Select(finding => finding.Invariant)));
    }

    private sealed class Caller : ReceiveActor
    {
        private readonly IActorRef _domain;

        public Caller(IActorRef domain, ulong offset, ulong lengthBytes)
        {
            _domain = domain;
            RangeCpu folio = RangeCpuBuilder.TryFrom([new Phyr(new PhysAddr(Large), Large)])!;
            Receive<Allocated>(window => domain.Tell(new Link(window.State, folio, -1, DmaDirection.Bidirectional, 0)));
            Receive<Linked>(linked => domain.Tell(new Unlink(linked.State, offset, lengthBytes, 0)));
            Receive<Unlinked>(static _ => { });
        }

        protected override void PreStart() => _domain.Tell(new TryAlloc(1, Large, default, 0));
    }
}
