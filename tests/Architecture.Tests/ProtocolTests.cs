using System.Reflection;
using PhyrActors.Offender;

namespace PhyrActors.Architecture.Tests;

/// <summary>Messages are immutable, and actors keep their state to themselves.</summary>
public class ProtocolTests
{
    // Names that Akka or the base class library already gives a meaning.
    private static readonly string[] s_takenNames =
    [
        "Address", "Config", "Debug", "Deploy", "Directive", "Dropped", "Envelope", "Error", "Failure", "Kill",
        "Props", "Receive", "Scope", "Settings", "Status", "Terminated", "Warning",
    ];

    [Fact]
    public void A_message_is_a_sealed_immutable_record_or_an_enum()
    {
        string[] offences = [.. Messages().Select(MessageShape.Offence).OfType<string>()];

        Offences.AssertNone(offences);
    }

    [Fact]
    public void A_message_has_no_name_that_means_something_else()
    {
        string[] offences = [.. Messages().Where(IsTaken).Select(static type => type.FullName!)];

        Offences.AssertNone(offences);
    }

    [Fact]
    public void An_actor_is_sealed_or_the_abstract_part_of_several()
    {
        string[] offences =
        [
            .. Actors().Where(static type => !type.IsSealed && !type.IsAbstract).Select(static type => type.FullName!),
        ];

        Offences.AssertNone(offences);
    }

    [Fact]
    public void An_actor_has_only_private_fields()
    {
        string[] offences = [.. Actors().SelectMany(Fields).Where(static field => !field.IsPrivate).Select(Name)];

        Offences.AssertNone(offences);
    }

    [Theory]
    [MemberData(nameof(Projects.DeterministicRows), MemberType = typeof(Projects))]
    public void No_static_field_of_a_deterministic_project_can_change(string project)
    {
        string[] offences = [.. Types(project).SelectMany(Fields).Where(IsMutableStatic).Select(Name)];

        Offences.AssertNone(offences);
    }

    [Theory]
    [InlineData(typeof(OffendingProtocol.Unsealed))]
    [InlineData(typeof(OffendingProtocol.NoRecord))]
    [InlineData(typeof(OffendingProtocol.Settable))]
    [InlineData(typeof(OffendingProtocol.SettableValue))]
    [InlineData(typeof(OffendingProtocol.WithList))]
    [InlineData(typeof(OffendingProtocol.WithArray))]
    [InlineData(typeof(OffendingProtocol.WithQueue))]
    [InlineData(typeof(OffendingProtocol.WithListInside))]
    public void A_planted_mutable_message_is_seen(Type message)
    {
        string? offence = MessageShape.Offence(message);

        Assert.NotNull(offence);
    }

    [Theory]
    [InlineData(typeof(OffendingProtocol.Good))]
    [InlineData(typeof(OffendingProtocol.GoodValue))]
    [InlineData(typeof(OffendingProtocol.GoodKind))]
    public void A_well_made_message_is_no_offence(Type message)
    {
        string? offence = MessageShape.Offence(message);

        Assert.Null(offence);
    }

    [Fact]
    public void A_planted_taken_name_is_seen()
    {
        Type[] taken = [.. MessageShape.MessagesOf(typeof(OffendingProtocol)).Where(IsTaken)];

        Assert.Equal([typeof(OffendingProtocol.Terminated)], taken);
    }

    [Fact]
    public void A_planted_static_field_is_seen()
    {
        string[] offences = [.. Fields(typeof(StaticState)).Where(IsMutableStatic).Select(static field => field.Name)];

        Assert.Equal([nameof(StaticState.Count), "s_seen"], offences.Order(StringComparer.Ordinal));
    }

    private static bool IsTaken(Type message) => s_takenNames.Contains(message.Name);

    private static IEnumerable<Type> Messages() =>
        Projects.Deterministic.SelectMany(Types)
            .Where(static type => type is { IsPublic: true, IsAbstract: true, IsSealed: true }
                && type.Name.EndsWith("Protocol", StringComparison.Ordinal))
            .SelectMany(MessageShape.MessagesOf);

    private static IEnumerable<Type> Actors() => Types("Actors").Where(IsActor);

    private static bool IsActor(Type type) =>
        type.BaseType is { } parent && (parent.FullName == "PhyrActors.Runtime.ActorBase" || IsActor(parent));

    private static IEnumerable<Type> Types(string project) =>
        Assembly.LoadFrom(Projects.AssemblyFile(project)).GetTypes();

    private static IEnumerable<FieldInfo> Fields(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static
            | BindingFlags.DeclaredOnly);

    // Lambdas without captures are cached in static fields of the compiler's own types; their names cannot be written.
    private static bool IsMutableStatic(FieldInfo field) =>
        field.IsStatic && !field.IsLiteral
        && !field.Name.Contains('<') && !field.DeclaringType!.FullName!.Contains('<')
        && (!field.IsInitOnly || MessageShape.IsMutableCollection(field.FieldType) && !field.FieldType.IsArray);

    private static string Name(FieldInfo field) => $"{field.DeclaringType!.FullName}.{field.Name}";
}
