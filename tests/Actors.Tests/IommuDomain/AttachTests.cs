using static PhyrActors.Actors.IommuDomainProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>Several units, devices that translate for themselves, and devices that come and go.</summary>
public sealed class AttachTests : DomainFixture
{
    private readonly TestProbe _other;

    public AttachTests() => _other = CreateTestProbe();

    [Fact]
    public void Every_unit_is_flushed_one_after_the_other_before_the_answer()
    {
        IActorRef domain = MakeOf(DomainType.Strict, tags: TwoUnits());
        Iova state = AllocateAndLink(domain);
        domain.Tell(new Destroy(state, 4 * Page, 0));
        AnswerClear();
        AnswerClear();
        _other.ExpectNoMsg(100);
        AnswerFlush();
        IommuDriverProtocol.Flush second = _other.ExpectMsg<IommuDriverProtocol.Flush>();
        ExpectNoMsg(100);

        _other.Reply(new IommuDriverProtocol.Flushed(second.Batch, Errno.None));

        ExpectMsg(new Destroyed(state, Errno.None));
    }

    [Fact]
    public void An_error_of_one_unit_is_an_error()
    {
        IActorRef domain = MakeOf(DomainType.Strict, tags: TwoUnits());
        Iova state = AllocateAndLink(domain);
        domain.Tell(new Destroy(state, 4 * Page, 0));
        AnswerClear();
        AnswerClear();
        AnswerFlush(Errno.EINVAL);

        IommuDriverProtocol.Flush second = _other.ExpectMsg<IommuDriverProtocol.Flush>();
        _other.Reply(new IommuDriverProtocol.Flushed(second.Batch, Errno.None));

        ExpectMsg(new Destroyed(state, Errno.EINVAL));
    }

    [Theory]
    [InlineData(Mutation.None, InvalidationKind.IotlbPages, InvalidationKind.DeviceTlb)]
    [InlineData(Mutation.M7, InvalidationKind.DeviceTlb, InvalidationKind.IotlbPages)]
    public void The_units_own_cache_is_invalidated_before_the_devices(
        Mutation mutation, InvalidationKind first, InvalidationKind second)
    {
        IActorRef domain = MakeOf(
            DomainType.Strict,
            tags: [new CacheTag(Driver.Ref, 0, Device, Ats: true)],
            surroundings: mutation == Mutation.None ? null : Around.With(mutation));
        Iova state = AllocateAndLink(domain);
        domain.Tell(new Destroy(state, 4 * Page, 0));
        AnswerClear();
        AnswerClear();

        IommuDriverProtocol.Flush flush = AnswerFlush();

        Assert.Equal([first, second], flush.Descriptors.ToArray().Select(descriptor => descriptor.Kind));
    }

    [Fact]
    public void A_device_that_is_gone_is_not_asked_again()
    {
        IActorRef domain = MakeOf(DomainType.Strict, tags: [new CacheTag(Driver.Ref, 0, Device, Ats: true)]);
        Iova state = AllocateAndLink(domain);
        domain.Tell(new Destroy(state, 4 * Page, 0));
        AnswerClear();
        AnswerClear();
        IommuDriverProtocol.Flush flush = Driver.ExpectMsg<IommuDriverProtocol.Flush>();
        Driver.Reply(new IommuDriverProtocol.Flushed(flush.Batch, Errno.ETIMEDOUT, Device));
        ExpectMsg(new Destroyed(state, Errno.ETIMEDOUT));

        domain.Tell(new Destroy(state, 4 * Page, 0));

        Assert.Single(AnswerFlush().Descriptors.ToArray());
        ExpectMsg(new Destroyed(state, Errno.None));
    }

    [Fact]
    public void A_device_is_flushed_for_before_it_can_translate()
    {
        IActorRef domain = MakeOf(DomainType.Strict);
        domain.Tell(new Attach(new CacheTag(_other.Ref, 1, Device + 1)));
        IommuDriverProtocol.SetContext set = _other.ExpectMsg<IommuDriverProtocol.SetContext>();
        Iova state = AllocateAndLink(domain);
        domain.Tell(new Destroy(state, 4 * Page, 0));
        AnswerClear();
        AnswerClear();
        AnswerFlush();

        _other.ExpectMsg<IommuDriverProtocol.Flush>();
        _other.Send(domain, new IommuDriverProtocol.ContextSet(1, Device + 1));

        ExpectMsg(new Attached(Device + 1, Errno.None));
        Assert.Equal(1, set.Entry!.Domain);
    }

    [Fact]
    public void A_device_that_is_attached_is_not_attached_again()
    {
        IActorRef domain = MakeOf(DomainType.Strict);

        domain.Tell(new Attach(new CacheTag(Driver.Ref, 0, Device)));

        ExpectMsg(new Attached(Device, Errno.EBUSY));
    }

    [Fact]
    public void A_unit_that_caches_missing_entries_is_refused_where_maps_invalidate_nothing()
    {
        IActorRef domain = MakeOf(DomainType.Strict);

        domain.Tell(new Attach(new CacheTag(_other.Ref, 1, Device + 1, CachesNotPresent: true)));

        ExpectMsg(new Attached(Device + 1, Errno.EINVAL));
    }

    [Fact]
    public void A_device_is_detached_when_it_is_blocked_and_nothing_is_cached()
    {
        IActorRef domain = MakeOf(DomainType.Strict);
        domain.Tell(new Detach(Device));
        Assert.Null(Driver.ExpectMsg<IommuDriverProtocol.SetContext>().Entry);
        Driver.Reply(new IommuDriverProtocol.ContextSet(0, Device));
        IommuDriverProtocol.Flush flush = Driver.ExpectMsg<IommuDriverProtocol.Flush>();
        ExpectNoMsg(100);

        Driver.Reply(new IommuDriverProtocol.Flushed(flush.Batch, Errno.None));

        ExpectMsg(new Detached(Device, Errno.None));
        Assert.Equal(InvalidationKind.IotlbDomain, flush.Descriptors.Span[0].Kind);
    }

    [Fact]
    public void A_device_that_is_not_attached_cannot_be_detached()
    {
        IActorRef domain = MakeOf(DomainType.Strict);

        domain.Tell(new Detach(Device + 1));

        ExpectMsg(new Detached(Device + 1, Errno.ENODEV));
    }

    [Fact]
    public void After_the_last_device_is_detached_an_unmap_flushes_nothing()
    {
        IActorRef domain = MakeOf(DomainType.Strict);
        Iova state = AllocateAndLink(domain);
        domain.Tell(new Detach(Device));
        Driver.ExpectMsg<IommuDriverProtocol.SetContext>();
        Driver.Reply(new IommuDriverProtocol.ContextSet(0, Device));
        AnswerFlush();
        ExpectMsg<Detached>();

        domain.Tell(new Destroy(state, 4 * Page, 0));
        AnswerClear();
        AnswerClear();

        ExpectMsg(new Destroyed(state, Errno.None));
        Driver.ExpectNoMsg(100);
    }

    private CacheTag[] TwoUnits() => [new(Driver.Ref, 0, Device), new(_other.Ref, 1, Device + 1)];
}
