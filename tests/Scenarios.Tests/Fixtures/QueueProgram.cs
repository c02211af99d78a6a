using PhyrActors.Actors;
using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

/// <summary>Two domains with a device each behind one unit, whose devices answer, come too late, or are gone: a ring
/// with several submissions under way.</summary>
internal sealed class QueueProgram(MutationSet mutations, int rounds = 2) : IProgram
{
    public string Name => "two submitters";

    public IProgramRun Start(ControlledSystem system)
    {
        Surroundings surroundings = new(system.Choices, system.Work, mutations);
        IActorRef unit = system.ActorOf(
            Props.Create(() => new Iommu(new IommuSettings(0, 16, 4, true), [], surroundings)), "Iommu");
        IActorRef driver = system.ActorOf(
            Props.Create(() => new IommuDriver(0, unit, IommuProfile.Vtd, surroundings)), "IommuDriver");
        IActorRef fabric = system.ActorOf(Props.Create(() => new Fabric(unit, surroundings)), "Fabric");
        for (int domain = 1; domain <= 2; domain++)
        {
            int number = domain;
            system.ActorOf(
                Props.Create(() => new Submitter(number, rounds, driver)), $"Submitter-{domain}");
            fabric.Tell(new Ask(number), ActorRefs.NoSender);
        }

        return new Run();
    }

    private sealed record Ask(int Requester);

    private sealed class Run : IProgramRun
    {
        public IReadOnlyList<IMonitor> Monitors { get; } = OracleList.Of(
            InvariantKind.Local | InvariantKind.Ordered | InvariantKind.Final, []);

        public IReadOnlyList<Sometimes> Windows => [];
    }

    /// <summary>Makes the devices known to the unit, and answers for them.</summary>
    private sealed class Fabric : ReceiveActor
    {
        private readonly HashSet<int> _gone = [];

        public Fabric(IActorRef unit, Surroundings surroundings)
        {
            Receive<Ask>(ask => unit.Tell(new IommuProtocol.Translate(0, ask.Requester, default, 1, false, Ats: true)));
            Receive<IommuProtocol.Faulted>(static _ => { });
            Receive<IommuProtocol.AtsInvalidate>(invalidate =>
            {
                int fate = surroundings.Choices.Choose("device", 3);
                if (fate == 2)
                {
                    _gone.Add(invalidate.Requester);
                }

                if (_gone.Contains(invalidate.Requester))
                {
                    Sender.Tell(new IommuProtocol.AtsTimedOut(invalidate.Tag, DevicePresent: false));
                }
                else if (fate == 1)
                {
                    Sender.Tell(new IommuProtocol.AtsTimedOut(invalidate.Tag, DevicePresent: true));
                }
                else
                {
                    Sender.Tell(new IommuProtocol.AtsInvalidated(invalidate.Tag));
                }
            });
        }
    }

    /// <summary>A domain that flushes, and stops asking its device when that is gone.</summary>
    private sealed class Submitter : ReceiveActor
    {
        private readonly int _domain;
        private readonly IActorRef _driver;
        private int _roundsLeft;
        private long _batch;
        private bool _ats = true;

        public Submitter(int domain, int rounds, IActorRef driver)
        {
            (_domain, _roundsLeft, _driver) = (domain, rounds, driver);
            Receive<IommuDriverProtocol.Flushed>(flushed =>
            {
                _ats &= flushed.Errno != Errno.ETIMEDOUT;
                Next();
            });
        }

        protected override void PreStart() => Next();

        private void Next()
        {
            if (_roundsLeft-- > 0)
            {
                Iova start = new(0x1000);
                InvalidationDescriptor own = InvalidationDescriptor.Pages(
                    _domain, start, 12, InvalidationHint.LeafOnly);
                InvalidationDescriptor device = InvalidationDescriptor.DeviceTlb(_domain, _domain, start, 12);
                InvalidationDescriptor[] descriptors = _ats ? [own, device] : [own];
                _driver.Tell(new IommuDriverProtocol.Flush(_domain, ++_batch, descriptors));
            }
        }
    }
}
