namespace PhyrActors.Exploration;

/// <summary>Finds the mailboxes of one run at which deliveries in a row could have come the other way round.</summary>
internal struct RaceWatch()
{
    private Dense<Mailbox> _mailboxes;
    private int _step;

    public void OnStep(in StepView step)
    {
        _step++;
        if (step.Kind != StepKind.Creation)
        {
            ref Mailbox mailbox = ref _mailboxes[step.Serial];
            mailbox.Races |= mailbox.LastStep > step.Cause && mailbox.LastChannel != step.Channel;
            (mailbox.LastStep, mailbox.LastChannel) = (_step, step.Channel);
            mailbox.Deliveries++;
        }
    }

    /// <param name="known">Where earlier runs had races: deliveries there count too.</param>
    public RacingNote Note(RacingMailboxes known)
    {
        List<int> receivers = [];
        long deliveries = 0;
        for (int receiver = 0; receiver < _mailboxes.Length; receiver++)
        {
            Mailbox mailbox = _mailboxes[receiver];
            bool isKnown = known.DeliveriesMax > 0 && known.MayRace(receiver);
            deliveries += mailbox.Races || isKnown ? mailbox.Deliveries : 0;
            if (mailbox.Races && !isKnown)
            {
                receivers.Add(receiver);
            }
        }

        return new RacingNote(receivers, deliveries);
    }

    private struct Mailbox
    {
        public int LastStep;
        public int LastChannel;
        public int Deliveries;
        public bool Races;
    }
}
