using static PhyrActors.Actors.GupPinnerProtocol;

namespace PhyrActors.Actors;

/// <summary>Whose account a pin is on: an exec gives the process a new mm, and old charges stay with the old.</summary>
/// <remarks>Sources: drivers/infiniband/core/umem.c (owning_mm), fs/exec.c, v6.16.</remarks>
public sealed partial class GupPinner
{
    /// <summary>Calls under way hold it for reading: an exec waits until the process's threads are gone.</summary>
    private readonly SharedToken _threads;

    private Mm _mm;

    /// <summary>Who waits for the exec or the end of the process.</summary>
    private IActorRef _mmRequester = ActorRefs.Nobody;

    private bool _hasEnded;

    private Errno Charge(long pin, ulong pages)
    {
        Errno errno = _mm.Account.Charge(pages);
        if (errno == Errno.None)
        {
            Context.System.EventStream.Publish(new MemlockCharged(_process, pages)
            {
                Mm = _mm.Number,
                Pin = pin,
                LimitPages = _mm.Account.HasCapIpcLock ? ulong.MaxValue : _mm.Account.LimitPages,
            });
        }

        return errno;
    }

    private void Uncharge(long pin, Mm owner, ulong pages)
    {
        if (pages == 0)
        {
            return;
        }

        Mm mm = _surroundings.Mutations.Has(Mutation.M26) ? _mm : owner;
        Context.System.EventStream.Publish(new MemlockUncharged(_process, pages) { Mm = mm.Number, Pin = pin });
        mm.Account.Uncharge(Math.Min(pages, mm == owner ? pages : mm.Account.PinnedPages));
    }

    private void OnExec(Exec exec)
    {
        if (_surroundings.Mutations.Has(Mutation.T5) || _threads.TryWrite(exec, Sender))
        {
            BeginExec();
        }
    }

    private void BeginExec()
    {
        if (_hasEnded)
        {
            ReleaseExec();
            Sender.Tell(new Execed { Errno = Errno.ESRCH });
            return;
        }

        _mmRequester = Sender;
        _addressSpace.Tell(new AddressSpaceProtocol.Exec());
    }

    private void OnExeced()
    {
        MemlockAccount old = _mm.Account;
        _mm = new Mm(_mm.Number + 1, new MemlockAccount(old.LimitPages, old.HasCapIpcLock));
        ReleaseExec();
        _mmRequester.Tell(new Execed());
    }

    private void ReleaseExec()
    {
        if (!_surroundings.Mutations.Has(Mutation.T5))
        {
            _threads.Release(Operations.OfExec(_process), Self);
        }
    }

    private void OnGranted(Granted granted)
    {
        if (granted.Message is Exec)
        {
            BeginExec();
            return;
        }

        if (granted.Message is EndProcess)
        {
            BeginExit();
            return;
        }

        Run(granted.Message);
    }

    /// <summary>exit_mm: no call is under way any more, pins and their charge stay with whoever holds them.</summary>
    private void OnEndProcess(EndProcess exit)
    {
        if (_threads.TryWrite(exit, Sender))
        {
            BeginExit();
        }
    }

    private void BeginExit()
    {
        _mmRequester = Sender;
        if (_hasEnded)
        {
            OnExited();
            return;
        }

        _addressSpace.Tell(new AddressSpaceProtocol.Exit { IsHeld = true });
    }

    private void OnExited()
    {
        _hasEnded = true;
        _threads.Release(Operations.OfExit(_process), Self);
        _mmRequester.Tell(new ProcessEnded());
    }

    /// <summary>One address space of the process, counted by execs, and its pinned_vm.</summary>
    private sealed class Mm(int number, MemlockAccount account)
    {
        public int Number { get; } = number;

        public MemlockAccount Account { get; } = account;
    }
}
