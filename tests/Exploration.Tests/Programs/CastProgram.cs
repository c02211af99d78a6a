namespace PhyrActors.Exploration.Tests;

/// <summary>A cast like that of a scenario: drivers with timers and helpers of their own, a domain that batches and
/// stashes, a unit that answers, choices on the way.</summary>
public sealed class CastProgram(int drivers = 4, int rounds = 12) : IProgram
{
    public string Name => $"cast of {drivers} drivers";

    public IProgramRun Start(ControlledSystem system)
    {
        IActorRef unit = system.ActorOf(
            DelegateActor.Props(static (_, context) => context.Sender.Tell(new Done())), "unit");
        IActorRef domain = system.ActorOf(Props.Create(() => new Domain(unit)), "domain");
        for (int i = 0; i < drivers; i++)
        {
            system.ActorOf(Props.Create(() => new Driver(domain, rounds)), $"driver{i}")
                .Tell(new Begin(), ActorRefs.NoSender);
        }

        return new ProgramRun([], []);
    }

    private sealed record Begin;

    private sealed record Sync;

    private sealed record Flush;

    private sealed record Done;

    private sealed record Help;

    private sealed class Domain : ReceiveActor, IWithUnboundedStash
    {
        private readonly List<IActorRef> _waiting = [];
        private bool _flushing;

        public Domain(IActorRef unit)
        {
            Receive<Sync>(_ => OnSync());
            Receive<Flush>(_ =>
            {
                _flushing = true;
                unit.Tell(new Flush());
            });
            Receive<Done>(OnDone);
        }

        public IStash Stash { get; set; } = null!;

        private void OnSync()
        {
            if (_flushing)
            {
                Stash.Stash();
                return;
            }

            _waiting.Add(Sender);
            if (_waiting.Count == 1)
            {
                Self.Tell(new Flush());
            }
        }

        private void OnDone(Done done)
        {
            foreach (IActorRef waiting in _waiting)
            {
                waiting.Tell(done);
            }

            _waiting.Clear();
            _flushing = false;
            Stash.UnstashAll();
        }
    }

    private sealed class Driver : ReceiveActor, IWithTimers
    {
        private readonly IActorRef _domain;
        private int _rounds;

        public Driver(IActorRef domain, int rounds)
        {
            (_domain, _rounds) = (domain, rounds);
            Receive<Begin>(_ => Ask());
            Receive<Done>(_ => OnDone());
            Receive<string>(static _ => { });
            Receive<Terminated>(_ => Ask());
        }

        public ITimerScheduler Timers { get; set; } = null!;

        private void Ask()
        {
            if (_rounds-- > 0)
            {
                _domain.Tell(new Sync());
                Timers.StartSingleTimer("timeout", "timeout", TimeSpan.FromSeconds(1));
            }
        }

        private void OnDone()
        {
            Timers.Cancel("timeout");
            if (Context.System.Choices.Choose("driver.help", 4) != 3)
            {
                Ask();
                return;
            }

            IActorRef helper = Context.ActorOf(DelegateActor.Props(static (_, it) => it.Stop(it.Self)));
            Context.Watch(helper);
            helper.Tell(new Help());
        }
    }
}
