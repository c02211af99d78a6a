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
    private Predicate<object>? _ignored;
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

    /// <summary>What is left of the innermost <c>Within</c>, or the default of a single expectation.</summary>
    public TimeSpan RemainingOrDefault => RemainingOr(null);

    /// <summary>The time as it is; a virtual second is as long on any machine.</summary>
    public static TimeSpan Dilated(TimeSpan duration) => duration;

    public TestProbe CreateTestProbe(string? name = null) =>
        new(Sys, _driver, name ?? $"testProbe{_driver.InboxCount}");

    public IActorRef ActorOf(Props props, string? name = null) => Sys.ActorOf(props, name);

    public IActorRef ActorOf<TActor>(string? name = null)
        where TActor : ActorBase, new() => Sys.ActorOf<TActor>(name);

    public IActorRef ActorOf<TActor>(Func<TActor> factory, string? name = null)
        where TActor : ActorBase => Sys.ActorOf(Props.Create(factory), name);

    public IActorRef Watch(IActorRef actorToWatch) => Command(actorToWatch, watch: true);

    public IActorRef Unwatch(IActorRef actorToUnwatch) => Command(actorToUnwatch, watch: false);

    /// <summary>Drops matching messages before any expectation sees them.</summary>
    public void IgnoreMessages(Predicate<object> shouldIgnoreMessage) => _ignored = shouldIgnoreMessage;

    public void IgnoreNoMessages() => _ignored = null;

    private Received Last => _last
        ?? throw new IllegalActorStateException("The latest expectation took no message.");

    /// <summary>Fails the test; says in which run.</summary>
    private void Fail(string what, string? hint)
    {
        string text = $"{what}{(string.IsNullOrEmpty(hint) ? string.Empty : ": " + hint)} ({_driver.Run})";
        _driver.Output?.WriteLine(text);
        Xunit.Assert.Fail(text);
    }

    private IActorRef Command(IActorRef subject, bool watch)
    {
        int before = _inbox.WatchRequests;
        TestActor.Tell(new InboxActor.WatchCommand(subject, watch), ActorRefs.NoSender);
        _driver.WaitUntil(() => _inbox.WatchRequests > before, s_singleExpectDefault);
        _driver.Settle();
        return subject;
    }
}
