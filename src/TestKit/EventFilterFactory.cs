using System.Text.RegularExpressions;
using PhyrActors.Runtime;

namespace PhyrActors.Testing;

/// <summary>Filters for what a system logs and could not deliver; a test says how often each must match.</summary>
/// <remarks>Every filter takes what matches one of message, start, contains or pattern, and the path of its source, as
/// far as they are given.</remarks>
public sealed class EventFilterFactory
{
    private readonly TestKitBase _kit;
    private readonly EventFilter[] _others;

    internal EventFilterFactory(TestKitBase kit, params EventFilter[] others) => (_kit, _others) = (kit, others);

    public IEventFilterApplier Debug(
        string? message = null, string? start = null, string? contains = null, string? source = null) =>
        Lines<Debug>(IsText(message, start, contains), source);

    public IEventFilterApplier Debug(Regex pattern, string? source = null) => Lines<Debug>(pattern.IsMatch, source);

    public IEventFilterApplier Info(
        string? message = null, string? start = null, string? contains = null, string? source = null) =>
        Lines<Info>(IsText(message, start, contains), source);

    public IEventFilterApplier Info(Regex pattern, string? source = null) => Lines<Info>(pattern.IsMatch, source);

    public IEventFilterApplier Warning(
        string? message = null, string? start = null, string? contains = null, string? source = null) =>
        Lines<Warning>(IsText(message, start, contains), source);

    public IEventFilterApplier Warning(Regex pattern, string? source = null) =>
        Lines<Warning>(pattern.IsMatch, source);

    public IEventFilterApplier Error(
        string? message = null, string? start = null, string? contains = null, string? source = null) =>
        Lines<Error>(IsText(message, start, contains), source);

    public IEventFilterApplier Error(Regex pattern, string? source = null) => Lines<Error>(pattern.IsMatch, source);

    /// <summary>Errors whose cause is of a class; the text is that of the line or of the cause.</summary>
    public IEventFilterApplier Exception<TException>(
        string? message = null, string? start = null, string? contains = null, string? source = null)
        where TException : Exception => Exception(typeof(TException), message, start, contains, source);

    public IEventFilterApplier Exception<TException>(Regex pattern, string? source = null)
        where TException : Exception => Errors(typeof(TException), pattern.IsMatch, source);

    public IEventFilterApplier Exception(
        Type exceptionType,
        string? message = null,
        string? start = null,
        string? contains = null,
        string? source = null) => Errors(exceptionType, IsText(message, start, contains), source);

    public IEventFilterApplier Custom(Predicate<LogEvent> predicate) => Custom<LogEvent>(predicate);

    public IEventFilterApplier Custom<TLogEvent>(Predicate<TLogEvent> predicate)
        where TLogEvent : LogEvent =>
        Applier(typeof(TLogEvent).Name, @event => @event is TLogEvent line && predicate(line));

    public IEventFilterApplier DeadLetter() => Applier(nameof(DeadLetter), static @event => @event is DeadLetter);

    public IEventFilterApplier DeadLetter<TMessage>(string? source = null) =>
        DeadLetter<TMessage>(static _ => true, source);

    /// <param name="isMatch">What the lost message must be.</param>
    /// <param name="source">The path of who should have received it.</param>
    public IEventFilterApplier DeadLetter<TMessage>(Func<TMessage, bool> isMatch, string? source = null) => Applier(
        $"{nameof(DeadLetter)} of {typeof(TMessage).Name}",
        @event => @event is DeadLetter { Message: TMessage message } letter
            && isMatch(message)
            && IsFrom(letter.Recipient.Path.ToString(), source));

    private static Predicate<string> IsText(string? message, string? start, string? contains) => text =>
        message is not null ? text == message
        : start is not null ? text.StartsWith(start, StringComparison.Ordinal)
        : contains is null || text.Contains(contains, StringComparison.Ordinal);

    private static bool IsFrom(string path, string? source) =>
        source is null || path == source || path.EndsWith(source, StringComparison.Ordinal);

    private InternalEventFilterApplier Lines<TLogEvent>(Predicate<string> isText, string? source)
        where TLogEvent : LogEvent => Applier(
        typeof(TLogEvent).Name,
        @event => @event is TLogEvent line && isText($"{line.Message}") && IsFrom(line.LogSource, source));

    private InternalEventFilterApplier Errors(Type cause, Predicate<string> isText, string? source) => Applier(
        $"{nameof(Error)} by {cause.Name}",
        @event => @event is Error error
            && cause.IsInstanceOfType(error.Cause)
            && (isText($"{error.Message}") || isText(error.Cause!.Message))
            && IsFrom(error.LogSource, source));

    private InternalEventFilterApplier Applier(string name, Predicate<object> matches) =>
        new(_kit, [.. _others, new EventFilter(name, matches)]);
}

/// <summary>What a test expects of the event stream.</summary>
internal sealed record EventFilter(string Name, Predicate<object> Matches);
