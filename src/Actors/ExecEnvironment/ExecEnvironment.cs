namespace PhyrActors.Actors;

/// <summary>Lets the process start another program with its pins alive.</summary>
/// <param name="pinner">Who pins for the process.</param>
/// <param name="interval">Time between execs.</param>
public sealed class ExecEnvironment(IActorRef pinner, TimeSpan interval)
    : RepeatingEnvironment<GupPinnerProtocol.Execed>(interval)
{
    protected override void Attempt() => pinner.Tell(new GupPinnerProtocol.Exec());
}
