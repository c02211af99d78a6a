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

    [Fact]
    public void A_place_is_a_file_and_a_function() => Assert.All(
        Messages().Select(KernelPlace.Of).OfType<KernelPlace>(), static place =>
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
