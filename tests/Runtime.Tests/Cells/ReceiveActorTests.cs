namespace PhyrActors.Runtime.Tests;

public sealed class ReceiveActorTests
{
    private const int Classes = 300;

    [Fact]
    public void Each_of_many_classes_of_messages_finds_the_first_handler_that_accepts_it()
    {
        List<object> messages = TagsOfAllDepths();
        List<string> seen = [];
        using ControlledSystem system = NewSystem();
        IActorRef actor = system.ActorOf(Props.Create(() => new Sorting(seen.Add)));

        messages.ForEach(actor.Tell);
        messages.ForEach(actor.Tell);
        system.Run();

        List<string> expected = messages.ConvertAll(ExpectedOf);
        Assert.Equal([.. expected, .. expected], seen);
    }

    [Fact]
    public async Task Actors_of_one_class_that_meet_its_messages_on_several_threads_miss_none()
    {
        List<object> messages = TagsOfAllDepths();
        int[] handled = new int[8];
        using ParallelSystem system = new("meeting");
        IActorRef[] actors = [.. Enumerable.Range(0, handled.Length)
            .Select(index => system.ActorOf(Props.Create(() => new Counting(handled, index))))];

        foreach (object message in messages)
        {
            foreach (IActorRef actor in actors)
            {
                actor.Tell(message);
            }
        }

        await system.WhenIdle();

        Assert.All(handled, count => Assert.Equal(messages.Count, count));
    }

    [Fact]
    public void A_list_that_is_left_unfinished_by_an_exception_leaves_nothing_to_the_next_actor()
    {
        List<object> seen = [];
        using ControlledSystem system = NewSystem();
        system.ActorOf(Props.Create(() => new Failing(seen)));
        IActorRef sound = system.ActorOf(Props.Create(() => new OnlyText(seen)));

        sound.Tell(7);
        sound.Tell("text");
        system.Run();

        Assert.Equal(["text"], seen);
    }

    private static ControlledSystem NewSystem() =>
        new("receive", new ControlledSettings { Schedule = new OldestPick() });

    private static string ExpectedOf(object message) => message switch
    {
        Tag { Depth: 7 } => "seven",
        Tag<Tag<int>> => "two",
        Tag { Depth: var depth } when depth % 3 == 0 => "third",
        _ => "any",
    };

    /// <summary>One message each of <see cref="Classes"/> classes.</summary>
    private static List<object> TagsOfAllDepths()
    {
        List<object> tags = [];
        Type inner = typeof(int);
        for (int depth = 1; depth <= Classes; depth++)
        {
            inner = typeof(Tag<>).MakeGenericType(inner);
            tags.Add(Activator.CreateInstance(inner, depth)!);
        }

        return tags;
    }

    private abstract class Tag(int depth)
    {
        public int Depth { get; } = depth;
    }

    /// <typeparam name="T">Makes one class of another.</typeparam>
    private sealed class Tag<T>(int depth) : Tag(depth);

    private sealed class Sorting : ReceiveActor
    {
        public Sorting(Action<string> see)
        {
            Receive<Tag>(tag => see("seven"), tag => tag.Depth == 7);
            Receive<Tag<Tag<int>>>(_ => see("two"));
            Receive<Tag>(tag =>
            {
                if (tag.Depth % 3 == 0)
                {
                    see("third");
                }

                return tag.Depth % 3 == 0;
            });
            ReceiveAny(_ => see("any"));
        }
    }

    private sealed class Counting : ReceiveActor
    {
        public Counting(int[] handled, int index) => Receive<Tag>(_ => handled[index]++);
    }

    private sealed class Failing : ReceiveActor
    {
        public Failing(List<object> seen)
        {
            Receive<int>(number => seen.Add(number));
            throw new InvalidOperationException("Not today.");
        }
    }

    private sealed class OnlyText : ReceiveActor
    {
        public OnlyText(List<object> seen) => Receive<string>(seen.Add);
    }
}
