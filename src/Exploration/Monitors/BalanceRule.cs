using System.Runtime.InteropServices;

namespace PhyrActors.Exploration;

/// <summary>Whatever is added under a key is taken away again by the end: a rule on the final state.</summary>
/// <remarks>A balance below zero on the way is no violation: which of two unordered steps came first means
/// nothing.</remarks>
public sealed class BalanceRule<TKey>
    where TKey : notnull
{
    private readonly Dictionary<TKey, Account> _accounts = [];
    private long _opened;

    /// <param name="key">What is counted.</param>
    /// <param name="amount">Positive to add, negative to take away.</param>
    public void Add(TKey key, long amount)
    {
        ref Account account = ref CollectionsMarshal.GetValueRefOrAddDefault(_accounts, key, out bool exists);
        if (!exists)
        {
            account.Opened = _opened++;
        }

        account.Balance += amount;
        if (account.Balance == 0)
        {
            _accounts.Remove(key);
        }
    }

    public long Balance(TKey key) => _accounts.GetValueOrDefault(key).Balance;

    /// <summary>What is not balanced, oldest first.</summary>
    public IReadOnlyList<(TKey Key, long Balance)> Unbalanced() =>
    [
        .. _accounts
            .OrderBy(account => account.Value.Opened)
            .Select(account => (account.Key, account.Value.Balance)),
    ];

    private struct Account
    {
        public long Balance;
        public long Opened;
    }
}
