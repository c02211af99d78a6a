using System.Reflection;

namespace PhyrActors.Actors.Tests;

public sealed class KernelPlaceTests
{
    [Fact]
    public void Every_message_has_a_place_in_the_kernel_or_is_none_of_its_business()
    {
        string[] without =
        [
            .. Messages()
                .Where(static message => KernelPlace.Of(message) is null && KernelPlace.OutsideOf(message) is null)
                .Select(static message => message.FullName!),
        ];

        Assert.Empty(without);
    }

    [Fact]
    public void No_message_has_both() => Assert.DoesNotContain(
        Messages(),
        static message => KernelPlace.Of(message) is not null && KernelPlace.OutsideOf(message) is not null);

    [Theory]
    [InlineData(0, "unlink_file_vma_batch_process")]
    [InlineData(1, "vma_link_file")]
    public void A_file_that_has_no_mapping_left_is_unlinked(int vmas, string function)
    {
        FolioManagerProtocol.SetMappings set = new(1, vmas, new TokenUser("munmap", 0), null, ActorRefs.Nobody);

        Assert.Equal(function, KernelPlace.Of((object)set)?.Function);
    }

    [Fact]
    public void Who_had_a_file_linked_goes_on_at_its_own_place()
    {
        AddressSpaceProtocol.MappingsSet set = new(new AddressSpaceProtocol.Exit());

        Assert.Equal("exit_mmap", KernelPlace.Of((object)set)?.Function);
    }

    [Fact]
    public void A_place_is_a_file_and_a_function() => Assert.All(
        Messages().Select(static message => KernelPlace.Of(message)).OfType<KernelPlace>(), static place =>
        {
            Assert.Matches("^[a-z0-9/_-]+[.][ch]$", place.File);
            Assert.Matches("^[a-z0-9_]+$", place.Function);
        });

    /// <summary>The records of protocols, and those that actors keep to themselves.</summary>
    private static IEnumerable<Type> Messages() => typeof(KernelPlace).Assembly.GetTypes().Where(static type =>
        type is { IsSealed: true, IsClass: true, IsNested: true }
        && type.GetMethod("<Clone>$") is not null
        && (type.DeclaringType!.Name.EndsWith("Protocol", StringComparison.Ordinal)
            || (type.IsNestedPrivate && typeof(ActorBase).IsAssignableFrom(type.DeclaringType) && !IsState(type))));

    /// <summary>A record that its actor keeps, and does not send.</summary>
    private static bool IsState(Type type) => type.DeclaringType!
        .GetFields(BindingFlags.Instance | BindingFlags.NonPublic).Any(field => field.FieldType == type);
}
