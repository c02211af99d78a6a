namespace PhyrActors.Runtime.Tests;

/// <summary>Documents that use every rule of the language, to be damaged.</summary>
internal static class HoconCorpus
{
    public static IReadOnlyList<string> Documents { get; } =
    [
        """
        # a scenario
        include "reference.conf"
        machine { memory = 64GiB, zones = [dma32, normal], fragmentation = 0.25 }
        iommu {
          mode = lazy
          page-sizes = [4KiB, 2MiB, 1GiB]
          batch-max = 64, batch-window = 10us
        }
        devices.nic0 = ${templates.nic} { queues = 8 }
        templates.nic { kind = nic, queues = 1, "max.burst" = 1 MiB }
        """,
        """
        path = "a:b"
        path = ${path}":c"
        home = ${?HOME}/x
        list = [1, 2]
        list += ${three}
        list = ${list} [4, 5]
        three = 3
        a { b { c = 1 }, d = ${a.b} { e = ${a.b.c} } }
        a.b.f = ${?nothing}
        """,
        "{\"a\":{\"b\":[1,2.5e-3,true,null,\"x\\n\\u00e9\"]},\"c\":{}}",
        "text = \"\"\"two\nlines\"\"\"\"\nplain = some words # comment\nx : y // other\nz = [\n1\n2,\n{p=1}{q=2}\n]",
        "include required(file(\"f.conf\"))\nb = ${x} ${y}\nx = {p = 1}\ny = {q = ${x.p}}\nb.p = ${b.q}",
        "a = ${b}\nb = ${c}\nc = [${d}, {e = ${d}}]\nd = {f = [] [1], g = ${?a.x}}",
    ];
}
