namespace PhyrActors.Testing;

/// <summary>Waiting for what is no message.</summary>
public abstract partial class TestKitBase
{
    public void AwaitCondition(Func<bool> conditionIsFulfilled, TimeSpan? max = null, string? message = null)
    {
        if (!AwaitConditionNoThrow(conditionIsFulfilled, RemainingOr(max)))
        {
            Fail($"The condition did not hold within {RemainingOr(max)}", message);
        }
    }

    public void AwaitCondition(
        Func<bool> conditionIsFulfilled, TimeSpan? max, TimeSpan? interval, string? message = null) =>
        AwaitCondition(conditionIsFulfilled, max, message);

    public bool AwaitConditionNoThrow(Func<bool> conditionIsFulfilled, TimeSpan max) =>
        _driver.WaitUntil(conditionIsFulfilled, max);

    /// <summary>Waits until the assertion passes; fails with its latest failure.</summary>
    public void AwaitAssert(Action assertion, TimeSpan? duration = null, TimeSpan? interval = null)
    {
        ArgumentNullException.ThrowIfNull(assertion);
        TimeSpan end = _driver.Now + RemainingOr(duration);
        TimeSpan pause = interval ?? TimeSpan.FromMilliseconds(100);
        while (true)
        {
            bool isLast = _driver.Now >= end;
            try
            {
                assertion();
                return;
            }
#pragma warning disable CA1031 // Whatever an assertion throws is its failure; the last one is the test's.
            catch (Exception) when (!isLast)
#pragma warning restore CA1031
            {
                TimeSpan left = Left(end);
                _driver.WaitUntil(static () => false, left < pause ? left : pause);
            }
        }
    }

    public void Within(TimeSpan max, Action action) => Within(TimeSpan.Zero, max, action);

    public void Within(TimeSpan min, TimeSpan max, Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        Within(
            min,
            max,
            () =>
            {
                action();
                return true;
            });
    }

    public T Within<T>(TimeSpan max, Func<T> function) => Within(TimeSpan.Zero, max, function);

    /// <summary>Runs a block whose expectations share a deadline; fails when it takes less or more time.</summary>
    public T Within<T>(TimeSpan min, TimeSpan max, Func<T> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        TimeSpan start = _driver.Now;
        TimeSpan? outer = _withinEnd;
        TimeSpan end = start + max;
        _withinEnd = outer < end ? outer : end;
        try
        {
            T result = function();
            TimeSpan taken = _driver.Now - start;
            if (taken < min || taken > max)
            {
                Fail($"The block took {taken}, not between {min} and {max}", null);
            }

            return result;
        }
        finally
        {
            _withinEnd = outer;
        }
    }
}
