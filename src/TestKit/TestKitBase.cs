using PhyrActors.Runtime;
using Xunit.Abstractions;

namespace PhyrActors.Testing;

/// <summary>What a test and a probe have in common: an actor that receives for them, and expectations about
/// it.</summary>
/// <remarks>On a controlled system waiting is running: timeouts are virtual, and take no time.</remarks>
public abstract partial class TestKitBase
{
    private static readonly TimeSpan s_singleExpectDefault = TimeSpan.FromSeconds(3);

    private readonly Inbox _inbox;
    private readonly Driver _driver;
    private Received? _last;
    private TimeSpan? _withinEnd;

    private protected TestKitBase(ActorSystem system, ITestOutputHelper? output)
        : this(system, Driver.For(system, output), "testActor")
    {
    }

    private protected TestKitBase(ActorSystem system, Driver driver, string actorName)
    {
        Inbox inbox = driver.AddInbox();
        (Sys, _driver, _inbox) = (system, driver, inbox);
        TestActor = system.ActorOf(Props.Create(() => new InboxActor(inbox)), actorName);
    }

    public ActorSystem Sys { get; }

    /// <summary>Receives what <c>ExpectMsg</c> looks at.</summary>
    public IActorRef TestActor { get; }

    /// <summary>The message that the latest expectation took.</summary>
    /// <exception cref="IllegalActorStateException">It took none.</exception>
    public object LastMessage => Last.Message;

    /// <summary>Who sent <see cref="LastMessage"/>.</summary>
    /// <exception cref="IllegalActorStateException">The latest expectation took no message.</exception>
    public IActorRef LastSender => Last.Sender;

    /// <summary>Whether something has been received that no expectation has taken.</summary>
    public bool HasMessages => !_inbox.IsEmpty;

    /// <summary>What is left of the innermost <c>Within</c>, or the default of a single expectation.</summary>
    public TimeSpan RemainingOrDefault => RemainingOr(null);

    /// <summary>The time as it is; a virtual second is as long on any machine.</summary>
    public static TimeSpan Dilated(TimeSpan duration) => duration;

    /// <summary>Expectations of what is logged and of what cannot be delivered.</summary>
    public EventFilterFactory EventFilter => new(this);

    /// <summary>The log of the system.</summary>
    public ILoggingAdapter Log => Sys.Log;

    public TestProbe CreateTestProbe(string? name = null) =>
        new(Sys, _driver, name ?? $"testProbe{_driver.InboxCount}");

    public IActorRef ActorOf(Props props, string? name = null) => Sys.ActorOf(props, name);

    public IActorRef ActorOf<TActor>(string? name = null)
        where TActor : ActorBase, new() => Sys.ActorOf<TActor>(name);

    public IActorRef ActorOf<TActor>(Func<TActor> factory, string? name = null)
        where TActor : ActorBase => Sys.ActorOf(Props.Create(factory), name);

    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(Props props, string? name = null)
        where TActor : ActorBase => new(_driver, Sys.ActorOf(props, name));

    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(Func<TActor> factory, string? name = null)
        where TActor : ActorBase => new(_driver, Sys.ActorOf(Props.Create(factory), name));

    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(string? name = null)
        where TActor : ActorBase, new() => new(_driver, Sys.ActorOf<TActor>(name));

    public TestLatch CreateTestLatch(int count = 1) => new(_driver, count);

    public ActorSelection ActorSelection(string actorPath) => Sys.ActorSelection(actorPath);

    public IActorRef Watch(IActorRef actorToWatch)
    {
        Command((_, context) => context.Watch(actorToWatch));
        return actorToWatch;
    }

    public IActorRef Unwatch(IActorRef actorToUnwatch)
    {
        Command((_, context) => context.Unwatch(actorToUnwatch));
        return actorToUnwatch;
    }

    /// <summary>Makes a child of <see cref="TestActor"/>.</summary>
    /// <exception cref="InvalidActorNameException">The name is illegal or taken.</exception>
    public IActorRef ChildActorOf(Props props, string? name = null)
    {
        IActorRef? child = null;
        Exception? refusal = null;
        Command((_, context) =>
        {
            try
            {
                child = context.ActorOf(props, name);
            }
            catch (InvalidActorNameException refused)
            {
                refusal = refused;
            }
        });
        return child ?? throw refusal ?? new InvalidOperationException($"{TestActor} made no child.");
    }

    /// <summary>Has a pilot answer whatever arrives from now on.</summary>
    public void SetAutoPilot(AutoPilot pilot)
    {
        ArgumentNullException.ThrowIfNull(pilot);
        Command((actor, _) => actor.AutoPilot = pilot);
    }

    /// <summary>Drops what matches of the messages that arrive from now on.</summary>
    public void IgnoreMessages(Func<object, bool> shouldIgnoreMessage) =>
        Command((actor, _) => actor.Ignored = shouldIgnoreMessage);

    public void IgnoreMessages<T>(Func<T, bool> shouldIgnoreMessage) =>
        IgnoreMessages(message => message is T typed && shouldIgnoreMessage(typed));

    public void IgnoreMessages<T>() => IgnoreMessages(static message => message is T);

    public void IgnoreNoMessages() => Command(static (actor, _) => actor.Ignored = null);

    /// <summary>From now on only a <see cref="TestScheduler"/> moves the controlled system's time.</summary>
    private protected void StopTime()
    {
        ControlledDriver driver = (ControlledDriver)_driver;
        driver.StandsStill = true;
        Sys.UseScheduler(new TestScheduler((ControlledSystem)Sys, driver));
    }

    internal void Require(bool holds, string what)
    {
        if (!holds)
        {
            Fail(what, null);
        }
    }

    private Received Last => _last
        ?? throw new IllegalActorStateException("The latest expectation took no message.");

    /// <summary>Fails the test; says in which run.</summary>
    private void Fail(string what, string? hint)
    {
        string text = $"{what}{(string.IsNullOrEmpty(hint) ? string.Empty : ": " + hint)} ({_driver.Run})";
        _driver.Output?.WriteLine(text);
        Xunit.Assert.Fail(text);
    }

    private void Command(Action<InboxActor, IActorContext> run)
    {
        int before = _inbox.CommandsDone;
        TestActor.Tell(new InboxCommand(run), ActorRefs.NoSender);
        _driver.WaitUntil(() => _inbox.CommandsDone > before, s_singleExpectDefault);
        _driver.Settle();
    }
}
