namespace PhyrActors.Host.Tests;

public class CliTests
{
    [Theory]
    [InlineData("run")]
    [InlineData("explore")]
    [InlineData("replay")]
    [InlineData("soak")]
    [InlineData("report")]
    public async Task Help_names_every_verb(string verb)
    {
        Outcome outcome = await Session.RunAsync("--help");

        Assert.Contains($"  {verb} ", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("explore")]
    [InlineData("replay")]
    [InlineData("soak")]
    [InlineData("report")]
    public async Task Help_of_a_verb_exits_with_0(string verb)
    {
        Outcome outcome = await Session.RunAsync(verb, "--help");

        Assert.Equal(ExitCode.Ok, outcome.Code);
    }

    [Fact]
    public async Task The_version_is_one_line()
    {
        Outcome outcome = await Session.RunAsync("--version");

        Assert.Equal(CommandTree.Version + "\n", outcome.Output);
    }

    [Fact]
    public async Task An_error_of_the_program_itself_exits_with_3()
    {
        using StringWriter error = new();
        using BrokenWriter output = new();

        int code = await Cli.RunAsync(["--version"], output, error, CancellationToken.None);

        Assert.Equal(ExitCode.InternalError, code);
    }

    [Fact]
    public async Task An_error_of_the_program_itself_is_one_line_that_names_verbose()
    {
        using StringWriter error = new();
        using BrokenWriter output = new();

        await Cli.RunAsync(["--version"], output, error, CancellationToken.None);

        Assert.Equal(
            "phyr: internal error: InvalidOperationException: broken (--verbose shows the stack)\n", error.ToString());
    }

    [Fact]
    public async Task Verbose_shows_the_stack_of_an_error()
    {
        using StringWriter error = new();
        using BrokenWriter output = new();
        using Session session = new();

        await Cli.RunAsync(["run", session.Scenario, "--verbose"], output, error, CancellationToken.None);

        Assert.Contains(nameof(BrokenWriter), error.ToString(), StringComparison.Ordinal);
    }

    private sealed class BrokenWriter : StringWriter
    {
        public override void WriteLine(string? value) => throw new InvalidOperationException("broken\nin two");

        public override Task WriteAsync(string? value) => throw new InvalidOperationException("broken\nin two");
    }
}
