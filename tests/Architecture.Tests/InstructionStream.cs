using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace PhyrActors.Architecture.Tests;

/// <summary>Finds the metadata tokens in a method's instructions.</summary>
/// <remarks>Source of the format: ECMA-335, partition III; operand sizes come from <see cref="OpCodes"/>.</remarks>
internal static class InstructionStream
{
    private const int TwoByteOpCodePrefix = 0xFE;

    private static readonly Dictionary<short, OpCode> s_opCodes = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(static field => (OpCode)field.GetValue(null)!)
        .ToDictionary(static opCode => opCode.Value);

    /// <summary>Tokens of the methods and fields that the instructions name, in their order.</summary>
    public static IEnumerable<int> Tokens(BlobReader instructions)
    {
        List<int> tokens = [];
        while (instructions.RemainingBytes > 0)
        {
            OpCode opCode = ReadOpCode(ref instructions);
            if (opCode.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineTok)
            {
                tokens.Add(instructions.ReadInt32());
            }
            else
            {
                SkipOperand(ref instructions, opCode.OperandType);
            }
        }

        return tokens;
    }

    private static OpCode ReadOpCode(ref BlobReader instructions)
    {
        int value = instructions.ReadByte();
        if (value == TwoByteOpCodePrefix)
        {
            value = (value << 8) | instructions.ReadByte();
        }

        return s_opCodes[unchecked((short)value)];
    }

    private static void SkipOperand(ref BlobReader instructions, OperandType operand)
    {
        int lengthBytes = operand switch
        {
            OperandType.InlineNone => 0,
            OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
            OperandType.InlineVar => 2,
            OperandType.InlineI8 or OperandType.InlineR => 8,
            OperandType.InlineSwitch => sizeof(int) * instructions.ReadInt32(),
            _ => 4,
        };
        instructions.Offset += lengthBytes;
    }
}
