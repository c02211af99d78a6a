using System.Runtime.CompilerServices;
using System.Text;

namespace PhyrActors.Runtime;

/// <summary>Turns a tree of expressions into a tree of values.</summary>
/// <remarks>
/// A <em>view</em> is what was assigned at one path, newest first; it is walked only as far as the value needs, so
/// a hidden substitution is never looked up. Source: the HOCON specification, "Substitutions" and
/// "Self-Referential Substitutions".
/// </remarks>
internal sealed class HoconResolver
{
    private readonly HoconPlace _root;
    private readonly Func<string, string?> _environment;
    private readonly Dictionary<string, HoconValue?> _known = new(StringComparer.Ordinal);
    private readonly List<string> _open = [];
    private int _depth;
    private int _steps;

    private HoconResolver(HoconPlace root, Func<string, string?> environment) =>
        (_root, _environment) = (root, environment);

    /// <param name="root">The whole configuration.</param>
    /// <param name="position">Where it begins.</param>
    /// <param name="environment">Gives what the configuration does not define, or null.</param>
    public static HoconObject Resolve(
        HoconObjectExpression root, HoconPosition position, Func<string, string?> environment)
    {
        HoconPlace place = new(root, position, key: null, ordinal: 0, parent: null);
        HoconObject resolved = new HoconResolver(place, environment).Merged([place], position);
        return (HoconObject)Bounded(resolved);
    }

    private HoconValue? Evaluate(IEnumerable<HoconPlace> view)
    {
        _depth++;
        HoconAssignments found = new();
        foreach (HoconPlace place in view)
        {
            Step(place);
            bool isLast = place.Expression switch
            {
                HoconObjectExpression => found.AddObject(place),
                HoconAppend append when !found.IsObject =>
                    found.AddElement(place, Evaluate([place.Inside(append.Element)])),
                _ => found.Add(place, EvaluateAlone(place)),
            };
            if (isLast)
            {
                break;
            }
        }

        HoconValue? value = found.IsObject ? Merged(found.Objects, found.Position) : found.Value();
        _depth--;
        return value is null ? null : Bounded(value).At(found.Position);
    }

    /// <summary>What an expression gives by itself, older assignments left aside.</summary>
    private HoconValue? EvaluateAlone(HoconPlace place) => place.Expression switch
    {
        HoconLiteral literal => literal.Value,
        HoconReference reference => Substitute(reference, place),
        HoconArrayExpression array => new HoconArray(
            [.. array.Items.Select(item => Evaluate([place.Inside(item)])).OfType<HoconValue>()], place.Position),
        HoconConcatenation concatenation => Concatenate(concatenation, place),
        HoconObjectJoin join => Evaluate(join.Parts.Reverse().Select(place.Inside)),
        HoconAppend append => new HoconArray(
            Evaluate([place.Inside(append.Element)]) is { } element ? [element] : [], place.Position),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private HoconObject Merged(List<HoconPlace> newestFirst, HoconPosition position)
    {
        if (newestFirst is [{ Expression: HoconLiteral { Value: HoconObject only } }])
        {
            return only;
        }

        OrderedDictionary<string, HoconValue> fields = new(StringComparer.Ordinal);
        for (int i = newestFirst.Count - 1; i >= 0; i--)
        {
            foreach (string key in KeysOf(newestFirst[i].Expression))
            {
                Step(newestFirst[i]);
                if (!fields.ContainsKey(key) && Evaluate(Members(newestFirst, key)) is { } value)
                {
                    fields.Add(key, value);
                }
            }
        }

        return new(fields, position);
    }

    private static IEnumerable<string> KeysOf(HoconExpression expression) => expression switch
    {
        HoconObjectExpression written => written.Keys,
        HoconLiteral { Value: HoconObject value } => value.Fields.Select(field => field.Key),
        _ => [],
    };

    /// <summary>What was assigned to a key of the objects in a view.</summary>
    private IEnumerable<HoconPlace> Members(IEnumerable<HoconPlace> view, string key)
    {
        foreach (HoconPlace place in view)
        {
            Step(place);
            if (place.Expression is HoconObjectExpression written)
            {
                IReadOnlyList<HoconLayer> layers = written.Layers(key);
                for (int i = layers.Count - 1; i >= 0; i--)
                {
                    yield return new(layers[i].Expression, layers[i].Position, key, i, place)
                    {
                        IsJoined = layers[i].IsJoined,
                    };
                }
            }
            else if (EvaluateAlone(place) is { } value)
            {
                if (value is not HoconObject fields)
                {
                    yield break;
                }

                if (fields.Find(key) is { } member)
                {
                    yield return new(new HoconLiteral(member), member.Position, key, ordinal: 0, place);
                }
            }
        }
    }

    private HoconValue? Substitute(HoconReference reference, HoconPlace place)
    {
        HoconValue? value = LookUp(reference.Prefix + reference.Path, reference, place);
        if (value is null && reference.Prefix.Keys.Count > 0)
        {
            value = LookUp(reference.Path, reference, place);
        }

        if (value is null && _environment(string.Join('.', reference.Path.Keys)) is { } variable)
        {
            value = new HoconScalar(variable, HoconScalarKind.Text, reference.Position);
        }

        if (value is not null || reference.IsOptional)
        {
            return value;
        }

        bool isSelf = HoconPlace.SelfReferenceDepth(place.FromRoot(), reference.Prefix + reference.Path) > 0;
        throw ConfigurationException.At(reference.Position, isSelf
            ? $"substitution cycle: {reference.Description} refers to itself and has no earlier value"
            : $"the substitution {reference.Description} is not defined");
    }

    private HoconValue? LookUp(HoconPath path, HoconReference reference, HoconPlace place)
    {
        List<HoconPlace> chain = place.FromRoot();
        int self = HoconPlace.SelfReferenceDepth(chain, path);
        IEnumerable<HoconPlace> view = [_root];
        for (int depth = 1; depth <= path.Keys.Count; depth++)
        {
            view = Members(view, path.Keys[depth - 1]);
            if (depth <= self)
            {
                int ordinal = chain[depth].Ordinal;
                view = view.SkipWhile(layer => layer.Ordinal != ordinal).Skip(depth == self ? 1 : 0);
            }
        }

        return self > 0 ? Evaluate(view) : EvaluateOnce(path.ToString(), view, reference);
    }

    private HoconValue? EvaluateOnce(string path, IEnumerable<HoconPlace> view, HoconReference reference)
    {
        if (_known.TryGetValue(path, out HoconValue? known))
        {
            return known;
        }

        int first = _open.IndexOf(path);
        if (first >= 0)
        {
            string cycle = string.Join(" -> ", _open.Skip(first).Append(path));
            throw ConfigurationException.At(reference.Position, $"substitution cycle: {cycle}");
        }

        _open.Add(path);
        HoconValue? value = Evaluate(view);
        _open.RemoveAt(_open.Count - 1);
        _known.Add(path, value);
        return value;
    }

    private HoconValue? Concatenate(HoconConcatenation concatenation, HoconPlace place)
    {
        List<HoconPlace> places = [];
        List<HoconValue> values = [];
        StringBuilder text = new();
        long weight = 0;
        foreach (HoconLayer part in concatenation.Parts)
        {
            if (part.Expression is HoconSpace space)
            {
                _ = text.Append(space.Text);
            }
            else if (EvaluateAlone(place.Inside(part)) is { } value)
            {
                places.Add(place.Inside(part).Holding(value));
                values.Add(value);
                _ = value is HoconScalar scalar ? text.Append(scalar.Text) : text;
                weight += value.Weight;
                RefuseHeavy(weight, part.Position);
            }
        }

        if (values.Exists(value => value is HoconObject))
        {
            RefuseOther<HoconObject>(places, values, "an object");
            return Evaluate(Enumerable.Reverse(places));
        }

        if (values.Exists(value => value is HoconArray))
        {
            RefuseOther<HoconArray>(places, values, "a list");
            return new HoconArray([.. values.SelectMany(value => ((HoconArray)value).Items)], place.Position);
        }

        return values.Count == 0 ? null : new HoconScalar(text.ToString(), HoconScalarKind.Text, place.Position);
    }

    private static void RefuseOther<T>(List<HoconPlace> places, List<HoconValue> values, string kind)
    {
        int other = values.FindIndex(value => value is not T);
        if (other >= 0)
        {
            throw ConfigurationException.At(
                places[other].Position, $"{values[other].Description} and {kind} cannot be joined");
        }
    }

    private static HoconValue Bounded(HoconValue value)
    {
        RefuseHeavy(value.Weight, value.Position);
        return value.Depth <= ConfigLimits.NestingMax
            ? value
            : throw ConfigurationException.At(
                value.Position, $"substitutions nest this deeper than {ConfigLimits.NestingMax} levels");
    }

    private static void RefuseHeavy(long weight, HoconPosition position)
    {
        if (weight > ConfigLimits.ResolvedWeightMax)
        {
            throw ConfigurationException.At(
                position, $"substitutions make this more than {ConfigLimits.ResolvedWeightMax} values and characters");
        }
    }

    private void Step(HoconPlace place)
    {
        if (++_steps > ConfigLimits.ResolutionStepsMax)
        {
            throw ConfigurationException.At(
                place.Position, $"the substitutions take more than {ConfigLimits.ResolutionStepsMax} steps");
        }

        if (_depth > ConfigLimits.ResolutionDepthMax || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw ConfigurationException.At(
                place.Position, $"substitutions lead more than {ConfigLimits.ResolutionDepthMax} levels deep");
        }
    }
}
