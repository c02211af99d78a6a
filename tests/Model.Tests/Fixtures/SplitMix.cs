namespace PhyrActors.Model.Tests;

/// <summary>SplitMix64 (Steele, Lea, Flood 2014) for tests that want many numbers from one literal seed.</summary>
internal sealed class SplitMix(ulong seed)
{
    private ulong _state = seed;

    public ulong Below(ulong n)
    {
        unchecked
        {
            _state += 0x9e3779b97f4a7c15;
            ulong mixed = (_state ^ (_state >> 30)) * 0xbf58476d1ce4e5b9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
            return (mixed ^ (mixed >> 31)) % n;
        }
    }
}
