using PhyrActors.Actors;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>Pins a buffer, maps it, has it filled, unmaps it and unpins it, over and over: the same code whatever the
/// DMA API does behind it.</summary>
internal sealed class StreamDriver : ReceiveActor
{
    private readonly StreamLoad _load;
    private readonly IActorRef _pinner;
    private readonly IActorRef _dma;
    private readonly IActorRef _device;
    private readonly Surroundings _surroundings;
    private readonly Buffer[] _buffers;
    private int _rounds;

    public StreamDriver(
        StreamLoad load, IActorRef pinner, IActorRef dma, IActorRef device, Surroundings surroundings)
    {
        (_load, _pinner, _dma, _device, _surroundings) = (load, pinner, dma, device, surroundings);
        _buffers = new Buffer[load.Buffers];
        Receive<GupPinnerProtocol.Pinned>(OnPinned);
        Receive<GupPinnerProtocol.PinRefused>(static _ => { });
        Receive<DmaMappingProtocol.Mapped>(OnMapped);
        Receive<DmaMappingProtocol.MapRefused>(refused => Unpin(refused.Request, isDirty: false));
        Receive<StreamProtocol.Done>(OnDone);
        Receive<DmaMappingProtocol.Unmapped>(OnUnmapped);
        Receive<GupPinnerProtocol.Unpinned>(OnUnpinned);
    }

    protected override void PreStart()
    {
        for (int buffer = 0; buffer < _buffers.Length; buffer++)
        {
            Pin(_load.FirstBuffer + buffer);
        }
    }

    private void Pin(long buffer) => _pinner.Tell(new GupPinnerProtocol.Pin(
        buffer, _load.Start + ((ulong)buffer * _load.BufferBytes), _load.BufferBytes, FollFlags.Write));

    private void OnPinned(GupPinnerProtocol.Pinned pinned)
    {
        Of(pinned.Pin) = new Buffer { Pinned = pinned.Range };
        _dma.Tell(new DmaMappingProtocol.Map(
            pinned.Pin,
            _load.Device,
            Visible(pinned.Range),
            pinned.Pin,
            DmaDirection.FromDevice,
            DmaAttributes.None,
            0));
    }

    /// <summary>The list without the bytes that the device is not to see.</summary>
    private RangeCpu Visible(RangeCpu range)
    {
        if (_load.OffsetBytes == 0)
        {
            return range;
        }

        List<Phyr> phyrs = [];
        foreach (Phyr chunk in range)
        {
            ulong skip = phyrs.Count == 0 ? _load.OffsetBytes : 0;
            phyrs.Add(new Phyr(chunk.Start + skip, chunk.LengthBytes - skip));
        }

        return RangeCpuBuilder.TryFrom(phyrs.ToArray())!;
    }

    private void OnMapped(DmaMappingProtocol.Mapped mapped)
    {
        Buffer buffer = Of(mapped.Request);
        (buffer.Plan, buffer.NeedsUnmap) = (mapped.Plan, mapped.NeedsUnmap);
        if (_load.CanFill)
        {
            _device.Tell(new StreamProtocol.Fill(mapped.Request, mapped.Plan));
        }

        if (!_load.CanFill || _surroundings.Mutations.Has(Mutation.A2))
        {
            GiveUp(mapped.Request);
        }
    }

    private void OnDone(StreamProtocol.Done done)
    {
        if (!_surroundings.Mutations.Has(Mutation.A2))
        {
            GiveUp(done.Buffer);
        }
    }

    private ref Buffer Of(long number) => ref _buffers[number - _load.FirstBuffer];

    private void GiveUp(long number)
    {
        Buffer buffer = Of(number);
        if (_surroundings.Mutations.Has(Mutation.A1) && buffer.Plan.Kind == MapPlanKind.Alias)
        {
            Unpin(number, isDirty: true);
            Unmap(number);
        }
        else if (buffer.NeedsUnmap || buffer.Plan.Kind == MapPlanKind.Alias)
        {
            Unmap(number);
        }
        else
        {
            Unpin(number, isDirty: true);
        }
    }

    private void Unmap(long number)
    {
        Buffer buffer = Of(number);
        DmaRange first = buffer.Plan[0];
        ulong address = first.IsBus ? first.BusAddr.Value : first.Iova.Value;
        _dma.Tell(new DmaMappingProtocol.Unmap(
            number,
            _load.Device,
            _surroundings.Mutations.Has(Mutation.B29a) ? buffer.Pinned[0].Start.Value : address,
            buffer.Plan.LengthBytes,
            buffer.Pinned.ChunkCount,
            DmaDirection.FromDevice,
            DmaAttributes.None,
            0));
    }

    /// <summary>A mapping whose end was not confirmed keeps its pins.</summary>
    private void OnUnmapped(DmaMappingProtocol.Unmapped unmapped)
    {
        if (unmapped.Errno == Errno.None && !_surroundings.Mutations.Has(Mutation.A1))
        {
            Unpin(unmapped.Request, isDirty: true);
        }
    }

    private void Unpin(long number, bool isDirty) =>
        _pinner.Tell(new GupPinnerProtocol.Unpin(number, Of(number).Pinned, isDirty));

    private void OnUnpinned(GupPinnerProtocol.Unpinned unpinned)
    {
        if (++_rounds <= _load.Buffers * (_load.Rounds - 1))
        {
            Pin(unpinned.Pin);
        }
        else if (_rounds == _load.Buffers * _load.Rounds)
        {
            Context.System.EventStream.Publish(new DriverUnbound(_load.Device));
        }
    }

    private sealed class Buffer
    {
        public required RangeCpu Pinned { get; init; }

        public MapPlan Plan { get; set; }

        public bool NeedsUnmap { get; set; }
    }
}
