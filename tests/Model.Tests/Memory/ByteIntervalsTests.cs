using FsCheck;
using FsCheck.Fluent;

namespace PhyrActors.Model.Tests;

public sealed class ByteIntervalsTests
{
    private readonly ByteIntervals _written = new();

    [Fact]
    public void Pieces_say_the_same_as_a_writer_a_byte() =>
        Prop.ForAll(Draws.Any, numbers =>
        {
            const ulong Start = (1UL << 21) - 0x2000;
            const int Length = 0x4000;
            Draws draws = new(numbers);
            ByteIntervals fast = new();
            WrittenByByte slow = new(Start, Length);
            bool agrees = true;
            while (agrees && draws.HasMore)
            {
                int offset = draws.Below(2) == 0 ? draws.Below(Length) : draws.Below(Length / 0x400) * 0x400;
                int length = 1 + draws.Below(Math.Min(Length - offset, 0x1800));
                if (draws.Below(4) > 0)
                {
                    int writer = draws.Below(3);
                    fast.Write(new PhysAddr(Start + (ulong)offset), (ulong)length, writer);
                    slow.Write(offset, length, writer);
                }
                else
                {
                    (int frame, int frames) = (offset >> 12, Math.Min(1 + (length >> 12), 4 - (offset >> 12)));
                    fast.HandOver(new PhysAddr(Start) + ((ulong)frame << 12), (ulong)frames << 12);
                    slow.HandOver(frame, frames);
                }

                agrees = slow.Read(0, Length).SequenceEqual(Read(fast, Start, Length))
                    && slow.Read(offset, length).SequenceEqual(Read(fast, Start + (ulong)offset, (ulong)length))
                    && Enumerable.Range(0, 4).All(frame =>
                        slow.Generation(frame) == fast.Generation(new PhysAddr(Start + ((ulong)frame << 12))));
            }

            return agrees;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Neighbours_of_one_writer_are_one_piece()
    {
        _written.Write(new PhysAddr(0x1000), 0x1000, writer: 1);
        _written.Write(new PhysAddr(0x3000), 0x1000, writer: 1);

        _written.Write(new PhysAddr(0x2000), 0x1000, writer: 1);

        Assert.Equal(1, _written.PieceCount);
    }

    [Fact]
    public void A_hundred_thousand_64_KiB_writes_of_one_device_leave_a_piece_for_each_2_MiB()
    {
        for (ulong i = 0; i < 100_000; i++)
        {
            _written.Write(new PhysAddr((i * 64_997 % 100_000) << 16), 1 << 16, writer: 1);
        }

        Assert.Equal(100_000 / 32, _written.PieceCount);
    }

    [Fact]
    public void A_hand_over_forgets_writers_and_leaves_nothing_behind()
    {
        _written.Write(new PhysAddr(0x1000), 1UL << 30, writer: 1);

        _written.HandOver(new PhysAddr(0), 2UL << 30);

        Assert.Equal((0L, 1UL), (_written.PieceCount, _written.Generation(new PhysAddr((1UL << 30) + 5))));
    }

    [Fact]
    public void Part_of_a_frame_cannot_be_handed_over() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _written.HandOver(new PhysAddr(0x1000), 0x800));

    [Fact]
    public void An_empty_write_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _written.Write(new PhysAddr(0x1000), 0, 1));

    [Fact]
    public void A_full_buffer_ends_a_read()
    {
        _written.Write(new PhysAddr(0), 0x10, writer: 1);
        _written.Write(new PhysAddr(0x10), 0x10, writer: 2);
        WrittenPiece[] pieces = new WrittenPiece[1];

        int count = _written.Read(new PhysAddr(0), 0x20, pieces);

        Assert.Equal((1, new WrittenPiece(new Phyr(new PhysAddr(0), 0x10), 1)), (count, pieces[0]));
    }

    private static IEnumerable<WrittenPiece> Read(ByteIntervals written, ulong start, ulong lengthBytes)
    {
        WrittenPiece[] pieces = new WrittenPiece[0x4000];
        return pieces.Take(written.Read(new PhysAddr(start), lengthBytes, pieces));
    }
}
