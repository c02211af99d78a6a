namespace PhyrActors.Exploration;

/// <summary>Cuts the partial order of a run into chains while it grows: each message follows a step that happens before
/// it and is the last of its chain, or else begins a chain.</summary>
internal sealed class Chains
{
    private const int AncestorsMax = 16;
    private const int Waiting = -1;

    private Dense<Channel> _channels;
    private Dense<Step> _steps;
    private Dense<int> _tips;
    private int _chains;
    private int _step;

    /// <summary>The chain of a message that is enabled now, from 0.</summary>
    public int Of(in PendingStep pending)
    {
        ref Channel channel = ref _channels[pending.Channel];
        if (channel.Head != pending.Id || !channel.IsUsed)
        {
            int last = channel.IsUsed ? channel.LastStep : 0;
            channel.Head = pending.Id;
            channel.IsUsed = true;
            channel.Chain = Extend(pending.Cause, last);
        }

        return channel.Chain;
    }

    public void OnStep(in StepView step)
    {
        _step++;
        if (step.Kind == StepKind.Creation)
        {
            _steps[_step] = new Step { Chain = -1, Cause = step.Cause };
            return;
        }

        ref Channel channel = ref _channels[step.Channel];
        channel.LastStep = _step;
        _steps[_step] = new Step { Chain = channel.Chain, Cause = step.Cause };
        _tips[channel.Chain] = _step;
    }

    /// <returns>The chain that ends with an ancestor of the message, or with what came before it in its channel; a new
    /// one when there is none.</returns>
    private int Extend(int cause, int before)
    {
        int ancestor = cause;
        for (int i = 0; i < AncestorsMax && ancestor > 0; i++)
        {
            if (IsTip(ancestor))
            {
                return Append(_steps[ancestor].Chain);
            }

            ancestor = _steps[ancestor].Cause;
        }

        return Append(before > 0 && IsTip(before) ? _steps[before].Chain : _chains++);
    }

    private bool IsTip(int step) => _steps[step].Chain is >= 0 and int chain && _tips[chain] == step;

    private int Append(int chain)
    {
        _tips[chain] = Waiting;
        return chain;
    }

    /// <summary>The message at a channel's head and the chain that it is in.</summary>
    private struct Channel
    {
        public ulong Head;
        public int Chain;
        public int LastStep;
        public bool IsUsed;
    }

    private struct Step
    {
        public int Chain;
        public int Cause;
    }
}
