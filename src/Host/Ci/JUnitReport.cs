using System.Globalization;
using System.Text;
using System.Xml;

namespace PhyrActors.Host;

/// <summary>A result as JUnit XML: one test, which fails once for each problem.</summary>
internal static class JUnitReport
{
    public static void Write(Stream stream, CiResult result)
    {
        XmlWriterSettings settings = new()
        {
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            Indent = true,
            CheckCharacters = false,
        };
        using XmlWriter xml = XmlWriter.Create(stream, settings);
        string seconds = result.WallSeconds.ToString("0.000", CultureInfo.InvariantCulture);
        int tests = Math.Max(1, result.Problems.Count);
        xml.WriteStartElement("testsuites");
        WriteCounts(xml, "phyr", tests, result.Problems.Count, seconds);
        xml.WriteStartElement("testsuite");
        WriteCounts(xml, result.Name, tests, result.Problems.Count, seconds);
        if (result.Problems.Count == 0)
        {
            WriteTest(xml, result, $"{result.Name}: no violation", seconds, null);
        }

        foreach (CiProblem problem in result.Problems)
        {
            WriteTest(xml, result, $"{result.Name}: {problem.Rule}", seconds, problem);
        }

        xml.WriteElementString("system-out", Plain(result.Extent));
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteCounts(XmlWriter xml, string name, int tests, int failures, string seconds)
    {
        xml.WriteAttributeString("name", Plain(name));
        xml.WriteAttributeString("tests", $"{tests}");
        xml.WriteAttributeString("failures", $"{failures}");
        xml.WriteAttributeString("errors", "0");
        xml.WriteAttributeString("skipped", "0");
        xml.WriteAttributeString("time", seconds);
    }

    private static void WriteTest(XmlWriter xml, CiResult result, string name, string seconds, CiProblem? problem)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", Plain($"phyr.{result.Verb}.{result.ScenarioName}"));
        xml.WriteAttributeString("name", Plain(name));
        xml.WriteAttributeString("file", Plain(result.ScenarioPath));
        xml.WriteAttributeString("time", seconds);
        if (problem is not null)
        {
            xml.WriteStartElement("failure");
            xml.WriteAttributeString("type", Plain(problem.Rule));
            xml.WriteAttributeString("message", Plain(problem.Text));
            xml.WriteString(Plain(string.Join('\n', problem.Lines)));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    /// <summary>Without what XML cannot say.</summary>
    private static string Plain(string text) =>
        string.Concat(text.Select(static c => XmlConvert.IsXmlChar(c) ? c : '?'));
}
