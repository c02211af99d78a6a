namespace PhyrActors.Exploration.Tests;

/// <summary>Small worlds that come to rest, or do not.</summary>
internal static class LivenessWorlds
{
    /// <summary>An actor that sends itself what it gets; with something to stop it also a message that does.</summary>
    public static World Spinner(bool isStopped, LivenessBounds? liveness = null, bool findsLassos = false) =>
        new("spinner", system =>
        {
            IActorRef spinner = system.ActorOf(Props.Create(static () => new SpinningActor()), "spinner");
            spinner.Tell("spin", ActorRefs.NoSender);
            if (isStopped)
            {
                IActorRef stopper = system.ActorOf(Props.Create(() => new StoppingActor(spinner)), "stopper");
                stopper.Tell("stop", ActorRefs.NoSender);
            }

            return [];
        })
        {
            Liveness = liveness,
            FindsLassos = findsLassos,
        };

    /// <summary>An actor that tries again for as long as what it sends is lost; stubborn ones for ever after a first
    /// loss.</summary>
    public static World Retrier(bool isStubborn, LivenessBounds? liveness = null, bool findsLassos = false) =>
        new("retrier", system =>
        {
            system.ActorOf(Props.Create(() => new RetryingActor(isStubborn)), "retrier")
                .Tell("try", ActorRefs.NoSender);
            return [];
        })
        {
            Liveness = liveness,
            FindsLassos = findsLassos,
        };

    /// <summary>Sends itself ever larger numbers up to a last one: no state comes twice.</summary>
    public static World Counter(int last, bool isAsked = false, bool isAnswered = false, long hotStepsMax = 1000,
        LivenessBounds? liveness = null) =>
        new("counter", system =>
        {
            system.ActorOf(Props.Create(() => new CountingActor(last, isAsked, isAnswered)), "counter")
                .Tell(0, ActorRefs.NoSender);
            return
            [
                new Eventually<Asked, Answered>("answered", static ask => ask.Number, static told => told.Number)
                {
                    HotStepsMax = hotStepsMax,
                },
            ];
        })
        {
            Liveness = liveness,
            FindsLassos = true,
        };

    public sealed record Asked(int Number);

    public sealed record Answered(int Number);

    /// <summary>Decides by one rule: of two messages the younger one, of two alternatives the last.</summary>
    public sealed class Starving : IStrategy, ISchedule
    {
        public string Name => "starving";

        public ISchedule Begin(ulong seed, long index) => this;

        public int Pick(IEnabledSteps enabled)
        {
            int youngest = 0;
            for (int place = 1; place < enabled.Count; place++)
            {
                youngest = enabled.Pending(place).Cause > enabled.Pending(youngest).Cause ? place : youngest;
            }

            return youngest;
        }

        public int Choose(string site, int count) => count - 1;
    }

    private sealed class SpinningActor : ReceiveActor, IStateView
    {
        private bool _stopped;

        public SpinningActor()
        {
            Receive<string>(text =>
            {
                _stopped |= text == "halt";
                if (!_stopped)
                {
                    Self.Tell(text);
                }
            });
        }

        IEnumerable<StateFact> IStateView.State => [StateFact.Of("stopped", _stopped)];

        bool IStateView.TellsAll => true;
    }

    private sealed class StoppingActor : ReceiveActor, IStateView
    {
        public StoppingActor(IActorRef spinner) => Receive<string>(_ => spinner.Tell("halt"));

        IEnumerable<StateFact> IStateView.State => [];

        bool IStateView.TellsAll => true;
    }

    private sealed class RetryingActor : ReceiveActor, IStateView
    {
        private bool _lost;

        public RetryingActor(bool isStubborn) => Receive<string>(text =>
        {
            bool lost = Context.System.Choices.Choose("loss", 2) == 1;
            _lost |= lost;
            if (lost || (isStubborn && _lost))
            {
                Self.Tell(text);
            }
        });

        IEnumerable<StateFact> IStateView.State => [StateFact.Of("lost", _lost)];

        bool IStateView.TellsAll => true;
    }

    private sealed class CountingActor : ReceiveActor, IStateView
    {
        private int _number;

        public CountingActor(int last, bool isAsked, bool isAnswered) => Receive<int>(number =>
        {
            _number = number;
            if (isAsked && number == 0)
            {
                Context.System.EventStream.Publish(new Asked(1));
            }

            if (number < last)
            {
                Self.Tell(number + 1);
            }
            else if (isAnswered)
            {
                Context.System.EventStream.Publish(new Answered(1));
            }
        });

        IEnumerable<StateFact> IStateView.State => [StateFact.Of("number", _number)];

        bool IStateView.TellsAll => true;
    }
}
