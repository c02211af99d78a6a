using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace PhyrActors.Architecture.Tests;

/// <summary>One place in compiled code where a method names a member.</summary>
/// <param name="Member">Declaring type without type arguments, a dot, the member; accessors keep their prefix.</param>
/// <param name="Method">The method that names it; a lambda or iterator has the name the compiler gave it.</param>
/// <param name="SourceFile">Where the method is written; empty if the compiler wrote it or symbols are missing.</param>
/// <param name="IsCompilerWritten">The body is the compiler's own: a record's member, an event's accessor.</param>
internal readonly record struct MemberUse(string Member, string Method, string SourceFile, bool IsCompilerWritten)
{
    public override string ToString() => $"{Method} uses {Member}";
}

/// <summary>What the compiler emitted for one assembly, read without loading it.</summary>
/// <remarks>Source of the format: ECMA-335, partition II §22 (tables) and §25 (methods).</remarks>
internal sealed class CompiledAssembly : IDisposable
{
    private readonly PEReader _file;
    private readonly MetadataReader _metadata;
    private readonly MetadataReaderProvider? _symbols;

    public CompiledAssembly(string path)
    {
        string symbols = Path.ChangeExtension(path, ".pdb");
        _symbols = File.Exists(symbols) ? MetadataReaderProvider.FromPortablePdbImage(ReadImage(symbols)) : null;
        _file = new PEReader(ReadImage(path));
        _metadata = _file.GetMetadataReader();
    }

    /// <summary>Full names of all types of other assemblies that this one names, in signatures too.</summary>
    public IEnumerable<string> NamedTypes => _metadata.TypeReferences.Select(handle => FullName(handle));

    /// <summary>Namespace and name of the assembly's own types outside other types.</summary>
    public IEnumerable<(string Namespace, string Name)> OwnTypes =>
        from handle in _metadata.TypeDefinitions
        let type = _metadata.GetTypeDefinition(handle)
        where !type.IsNested
        select (_metadata.GetString(type.Namespace), _metadata.GetString(type.Name));

    /// <summary>Every use of a member, its own or another assembly's, in the bodies of methods.</summary>
    public IEnumerable<MemberUse> MemberUses =>
        from handle in _metadata.MethodDefinitions
        let method = _metadata.GetMethodDefinition(handle)
        where method.RelativeVirtualAddress != 0
        let name = FullName(method.GetDeclaringType()) + "." + _metadata.GetString(method.Name)
        let isCompilerWritten = IsCompilerWritten(method)
        let sourceFile = SourceFile(handle)
        let body = _file.GetMethodBody(method.RelativeVirtualAddress)
        from token in InstructionStream.Tokens(body.GetILReader())
        let member = MemberName(MetadataTokens.EntityHandle(token))
        where member is not null
        select new MemberUse(member, name, sourceFile, isCompilerWritten);

    public void Dispose()
    {
        _symbols?.Dispose();
        _file.Dispose();
    }

    private static ImmutableArray<byte> ReadImage(string path) =>
        ImmutableCollectionsMarshal.AsImmutableArray(File.ReadAllBytes(path));

    // The portable symbols lie beside the assembly; their tables of methods are parallel to the assembly's own.
    private string SourceFile(MethodDefinitionHandle method)
    {
        if (_symbols?.GetMetadataReader() is not { } symbols)
        {
            return "";
        }

        DocumentHandle document = symbols.GetMethodDebugInformation(method.ToDebugInformationHandle()).Document;
        return document.IsNil ? "" : symbols.GetString(symbols.GetDocument(document).Name).Replace('\\', '/');
    }

    // Names of lambdas and local functions start with '<': they carry the mark too, but their bodies are hand-written.
    private bool IsCompilerWritten(MethodDefinition method) =>
        !_metadata.GetString(method.Name).StartsWith('<')
        && method.GetCustomAttributes().Any(attribute => AttributeName(attribute)
            == "System.Runtime.CompilerServices.CompilerGeneratedAttribute");

    private string? AttributeName(CustomAttributeHandle attribute)
    {
        EntityHandle constructor = _metadata.GetCustomAttribute(attribute).Constructor;
        return MemberName(constructor)?[..^"..ctor".Length];
    }

    private string? MemberName(EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.MethodSpecification:
                return MemberName(_metadata.GetMethodSpecification((MethodSpecificationHandle)handle).Method);
            case HandleKind.MethodDefinition:
                MethodDefinition method = _metadata.GetMethodDefinition((MethodDefinitionHandle)handle);
                return FullName(method.GetDeclaringType()) + "." + _metadata.GetString(method.Name);
            case HandleKind.MemberReference:
                MemberReference member = _metadata.GetMemberReference((MemberReferenceHandle)handle);
                return FullName(member.Parent) + "." + _metadata.GetString(member.Name);
            default:
                return null;
        }
    }

    private string FullName(EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                TypeDefinition own = _metadata.GetTypeDefinition((TypeDefinitionHandle)handle);
                return Join(own.GetDeclaringType(), own.Namespace, own.Name);
            case HandleKind.TypeReference:
                TypeReference other = _metadata.GetTypeReference((TypeReferenceHandle)handle);
                bool isNested = other.ResolutionScope.Kind == HandleKind.TypeReference;
                return Join(isNested ? other.ResolutionScope : default, other.Namespace, other.Name);
            case HandleKind.TypeSpecification:
                TypeSpecification constructed = _metadata.GetTypeSpecification((TypeSpecificationHandle)handle);
                return GenericTypeName(_metadata.GetBlobReader(constructed.Signature));
            default:
                return "";
        }
    }

    private string Join(EntityHandle declaring, StringHandle space, StringHandle name)
    {
        string prefix = declaring.IsNil ? _metadata.GetString(space) : FullName(declaring);
        return prefix.Length == 0 ? _metadata.GetString(name) : prefix + "." + _metadata.GetString(name);
    }

    // A constructed type is GENERICINST, CLASS or VALUETYPE, then the token of the open type (ECMA-335 II.23.2.12).
    private string GenericTypeName(BlobReader signature) =>
        signature.ReadSignatureTypeCode() == SignatureTypeCode.GenericTypeInstance && signature.ReadByte() != 0
            ? FullName(signature.ReadTypeHandle())
            : "";
}
