namespace PhyrActors.Runtime;

/// <summary>The mailboxes of a system's living actors, in order of creation, linked through themselves.</summary>
internal sealed class MailboxRegistry
{
    private Mailbox? _oldest;
    private Mailbox? _newest;

    public void Add(Mailbox mailbox)
    {
        mailbox.Older = _newest;
        (_newest is { } newest ? ref newest.Newer : ref _oldest) = mailbox;
        _newest = mailbox;
    }

    public void Remove(Mailbox mailbox)
    {
        (mailbox.Older is { } older ? ref older.Newer : ref _oldest) = mailbox.Newer;
        (mailbox.Newer is { } newer ? ref newer.Older : ref _newest) = mailbox.Older;
        (mailbox.Older, mailbox.Newer) = (null, null);
    }

    public IEnumerable<Mailbox> InOrderOfCreation()
    {
        for (Mailbox? mailbox = _oldest; mailbox is not null; mailbox = mailbox.Newer)
        {
            yield return mailbox;
        }
    }
}
