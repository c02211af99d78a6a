namespace PhyrActors.Exploration;

/// <summary>Counts, over one run, for how many steps each monitor has been hot.</summary>
internal sealed class Thermometer
{
    private readonly List<(IHotMonitor Monitor, long Steps)> _heat = [];
    private long _coldSteps;

    /// <summary>A run begins.</summary>
    public void Begin(IReadOnlyList<IMonitor> monitors, LivenessBounds? liveness)
    {
        _heat.Clear();
        _coldSteps = liveness?.FaultySteps ?? 0;
        foreach (IMonitor monitor in monitors)
        {
            if (monitor is IHotMonitor hot)
            {
                _heat.Add((hot, 0));
            }
        }
    }

    /// <summary>A further step begins.</summary>
    /// <param name="steps">Its number, from 1.</param>
    /// <param name="findings">Gets what has been hot for too long.</param>
    /// <returns>Whether something has.</returns>
    public bool OnStep(long steps, IFindings findings)
    {
        bool isTooHot = false;
        for (int i = 0; i < _heat.Count && steps > _coldSteps; i++)
        {
            (IHotMonitor monitor, long heat) = _heat[i];
            heat = monitor.Owed is null ? 0 : heat + 1;
            _heat[i] = (monitor, heat);
            if (heat == monitor.HotStepsMax + 1)
            {
                findings.Report(monitor.Invariant, $"for more than {monitor.HotStepsMax} steps: {monitor.Owed}");
                isTooHot = true;
            }
        }

        return isTooHot;
    }

    /// <summary>Nothing is left to deliver: what is owed now stays owed.</summary>
    public void AtQuiescence(IFindings findings)
    {
        foreach ((IHotMonitor monitor, _) in _heat)
        {
            if (monitor.Owed is { } owed)
            {
                findings.Report(monitor.Invariant, $"nothing is left to deliver: {owed}");
            }
        }
    }
}
