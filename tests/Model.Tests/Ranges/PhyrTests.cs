using System.Runtime.CompilerServices;

namespace PhyrActors.Model.Tests;

public sealed class PhyrTests
{
    [Fact]
    public void A_phyr_takes_16_bytes()
    {
        int bytes = Unsafe.SizeOf<Phyr>();

        Assert.Equal(16, bytes);
    }

    [Fact]
    public void A_phyr_may_end_at_the_last_address()
    {
        Phyr top = new(new PhysAddr(ulong.MaxValue - 1), 2);

        Assert.Equal(new PhysAddr(ulong.MaxValue), top.Last);
    }

    [Theory]
    [InlineData(0x1000, 0x1000, 0x2000, 0x1000, false)]
    [InlineData(0x1000, 0x1001, 0x2000, 0x1000, true)]
    [InlineData(0x2000, 0x1, 0x1000, 0x1000, false)]
    [InlineData(0x1800, 0x1, 0x1000, 0x1000, true)]
    public void Phyrs_overlap_when_they_share_a_byte(
        ulong start, ulong length, ulong other, ulong otherLength, bool share)
    {
        Phyr left = new(new PhysAddr(start), length);
        Phyr right = new(new PhysAddr(other), otherLength);

        (bool, bool) overlaps = (left.Overlaps(right), right.Overlaps(left));

        Assert.Equal((share, share), overlaps);
    }

    [Fact]
    public void A_phyr_is_followed_only_by_the_one_at_its_end()
    {
        Phyr phyr = new(new PhysAddr(0x1000), 0x10);

        bool[] followed =
        [
            phyr.IsFollowedBy(new Phyr(new PhysAddr(0x100f), 1)),
            phyr.IsFollowedBy(new Phyr(new PhysAddr(0x1010), 1)),
            phyr.IsFollowedBy(new Phyr(new PhysAddr(0x1011), 1)),
            phyr.IsFollowedBy(phyr),
        ];

        Assert.Equal([false, true, false, false], followed);
    }

    [Fact]
    [Trait("row", "T2")]
    public void Phyr_and_bio_vec_have_the_sizes_of_four_abis()
    {
        AbiProfile[] profiles = [AbiProfile.Lp64, AbiProfile.Ilp32, AbiProfile.Ilp32Pae, AbiProfile.Ilp32Lpae];

        IEnumerable<(int, int)> sizes = profiles.Select(profile => (profile.PhyrBytes, profile.BioVecBytes));

        Assert.Equal([(16, 16), (8, 12), (12, 12), (16, 12)], sizes);
    }

    [Fact]
    [Trait("row", "T2")]
    public void A_scatterlist_entry_has_the_sizes_of_four_abis()
    {
        AbiProfile[] profiles = [AbiProfile.Lp64, AbiProfile.Ilp32, AbiProfile.Ilp32Pae, AbiProfile.Ilp32Lpae];

        IEnumerable<(int, int)> sizes =
            profiles.Select(profile => (profile.ScatterlistBytes, profile.ScatterlistWithDmaLengthBytes));

        Assert.Equal([(24, 32), (16, 20), (20, 24), (24, 32)], sizes);
    }

    [Fact]
    [Trait("row", "T2")]
    public void A_bio_has_the_sizes_of_four_abis()
    {
        AbiProfile[] profiles = [AbiProfile.Lp64, AbiProfile.Ilp32, AbiProfile.Ilp32Pae, AbiProfile.Ilp32Lpae];

        IEnumerable<int> sizes = profiles.Select(profile => profile.BioBytes);

        Assert.Equal([112, 88, 84, 88], sizes);
    }
}
