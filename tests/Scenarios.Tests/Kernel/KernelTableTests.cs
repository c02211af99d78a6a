namespace PhyrActors.Scenarios.Tests;

public sealed class KernelTableTests
{
    [Fact]
    public void A_name_that_is_too_long_breaks_behind_an_underscore_and_keeps_its_number()
    {
        KernelTable table = new();

        table.Columns(
            ["CPU 0", "CPU 1", "CPU 2", "device"],
            [.. Enumerable.Range(0, 4).Select(static at => (at, "*23 ", "unpin_user_page_range_dirty_lock()"))]);

        string[] first = [.. table.ToString().Split('\n').Skip(2).Take(3)];
        Assert.Equal(["*23 unpin_user_", "    page_range_", "    dirty_lock()"], first);
    }

    [Fact]
    public void A_path_that_is_too_long_breaks_behind_the_file()
    {
        KernelTable table = new();

        table.Paragraph("   42 ", "drivers/net/ethernet/mellanox/mlx5/core/mr.c:mlx5_core_destroy_mkey (Gone)", 6);

        Assert.Equal(
            "   42 drivers/net/ethernet/mellanox/mlx5/core/mr.c:\n      mlx5_core_destroy_mkey (Gone)\n",
            table.ToString());
    }

    [Fact]
    public void A_name_of_a_class_breaks_before_a_capital_letter()
    {
        KernelTable table = new();

        table.Paragraph(string.Concat(Enumerable.Repeat("Provider", 10)));

        Assert.All(
            table.ToString().TrimEnd().Split('\n'),
            static line => Assert.EndsWith("Provider", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Columns_are_as_wide_as_they_need_to_be_as_long_as_all_have_room()
    {
        KernelTable table = new();

        table.Columns(["CPU 0", "device"], [(0, "1 ", "a()"), (1, "2 ", "migrate_longterm_unpinnable_folios()")]);

        Assert.Equal(
            """
            CPU 0 device
            ----- --------------------------------------
            1 a()
                  2 migrate_longterm_unpinnable_folios()

            """.ReplaceLineEndings("\n"),
            table.ToString());
    }
}
