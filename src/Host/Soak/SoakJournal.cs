using Microsoft.Data.Sqlite;

namespace PhyrActors.Host;

/// <summary>Writes to the store of a soak, and goes on when that cannot be done: what is to be written waits until the
/// disk has room again. Safe for every thread.</summary>
internal sealed class SoakJournal
{
    // Findings differ by invariant and seed, and each invariant keeps few: so many wait only on a disk that stays full.
    private const int WaitingMax = 100_000;

    private readonly Lock _gate = new();
    private readonly SoakStore _store;
    private readonly TextWriter _error;
    private readonly long _session;
    private readonly Queue<SoakFinding> _waiting = new();

    /// <param name="store">Where to write; kept open while there is a journal.</param>
    /// <param name="error">Is told, once for each time, that nothing can be written.</param>
    /// <param name="workers">What the session says of itself.</param>
    /// <exception cref="InputException">Not even the beginning can be written.</exception>
    public SoakJournal(SoakStore store, TextWriter error, int workers)
    {
        (_store, _error) = (store, error);
        try
        {
            _session = store.BeginSession(workers);
        }
        catch (SqliteException cause)
        {
            throw new InputException($"{store.Path}: {StoreTrouble.Words(cause)}", cause);
        }
    }

    /// <summary>Why nothing can be written now; null while all is well.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Findings that could not be written so far.</summary>
    public IReadOnlyList<SoakFinding> Unwritten
    {
        get
        {
            lock (_gate)
            {
                return [.. _waiting];
            }
        }
    }

    /// <summary>Writes a finding at once; returns when it is safe, or known to have to wait.</summary>
    public void Add(SoakFinding found)
    {
        lock (_gate)
        {
            if (_waiting.Count < WaitingMax)
            {
                _waiting.Enqueue(found);
            }

            Try(WriteWaiting);
        }
    }

    /// <summary>Writes how the soak stands, and what had to wait.</summary>
    public void Write(SoakSnapshot now)
    {
        lock (_gate)
        {
            Try(() =>
            {
                WriteWaiting();
                _store.Write(_session, now);
            });
        }
    }

    /// <summary>The session is over.</summary>
    public void End(SoakSnapshot last, string end)
    {
        lock (_gate)
        {
            Try(() =>
            {
                WriteWaiting();
                _store.Write(_session, last);
                _store.EndSession(_session, end);
            });
        }
    }

    private void WriteWaiting()
    {
        while (_waiting.TryPeek(out SoakFinding? found))
        {
            _store.Write(found);
            _waiting.Dequeue();
        }
    }

    private void Try(Action write)
    {
        try
        {
            write();
            if (Trouble is not null)
            {
                _error.WriteLine($"{_store.Path}: can be written again; nothing was lost");
                Trouble = null;
            }
        }
        catch (SqliteException cause)
        {
            string words = $"{_store.Path}: {StoreTrouble.Words(cause)}";
            if (Trouble is null)
            {
                _error.WriteLine($"{words}: the soak goes on, and writes when it can");
            }

            Trouble = words;
        }
    }
}
