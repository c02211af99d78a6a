namespace PhyrActors.Scenarios;

/// <summary>A toy program whose number of classes is known, in the place of a world.</summary>
public enum YardstickKind
{
    /// <summary>None: the scenario describes a world.</summary>
    None,

    /// <summary>RR(C, R): C clients each ask one server R times and wait for each reply: (C R)! / (R!)^C
    /// classes.</summary>
    RequestReply,

    /// <summary>Three senders send two messages each, without waiting, to one receiver: 90 classes.</summary>
    Burst,

    /// <summary>Two clients ask both servers at once; both answer: 16 classes.</summary>
    TwoServers,

    /// <summary>A parent creates two children; each tells parent and sink; the parent tells the sink for each: 24
    /// classes.</summary>
    Spawn,

    /// <summary>Two clients start a timeout with their request and retry once if it fires before the reply: 14
    /// classes.</summary>
    TimeoutRetry,

    /// <summary>s sends two messages to q, t one; the two keep their order: 3 classes.</summary>
    FifoTrap,

    /// <summary>p stops q and then has t tell q: what t tells never comes before the stop: 3 classes.</summary>
    StopTrap,

    /// <summary>b has a timer at 7 s, c one at 9 s that tells a, and a starts one of 3 s: each actor has its own time:
    /// 3 classes.</summary>
    TimerTrap,

    /// <summary>Two requesters, and a domain that closes its batch by a message to itself: 4 classes.</summary>
    BatchTrap,
}

/// <summary>What the clients of RR(C, R) do, and what must not happen to them.</summary>
public enum RequestReplyVariant
{
    /// <summary>The server serves at most C * R requests.</summary>
    Plain,

    /// <summary>Clients read a value and then write one more: no update may be lost.</summary>
    Race,

    /// <summary>The clients' last requests must not arrive in exactly reverse order of the clients.</summary>
    Depth,

    /// <summary>The first client must not finish before the last client's first request.</summary>
    Overtake,

    /// <summary>The last client's last request must not come before the first client's second.</summary>
    Window,
}
