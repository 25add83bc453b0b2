BeforeAll {
    . $PSScriptRoot/_Import.ps1
    $script:id = 'NetCmdlets.Commands.ExportNetReportCommand'
    $script:server = Start-TcpEchoServer
    $script:checks = $server | Test-EchoServer -Id Text, Bytes
}

AfterAll {
    $server | Stop-NetServer
}

Describe 'Export-NetReport' {
    It 'writes JUnit XML where the name ends in .xml' {
        $file = $checks | Export-NetReport (Join-Path $TestDrive 'report.xml') -Title echo -PassThru
        $xml = [xml](Get-Content -Raw $file)
        $xml.testsuites.name | Should -Be 'echo'
        $xml.testsuites.tests | Should -Be 2
        $xml.testsuites.failures | Should -Be 0
        $xml.testsuites.testsuite.testcase.Count | Should -Be 2
    }

    It 'writes an HTML page otherwise, with a plot of a measurement' {
        $results = @($checks) + ($server | Measure-EchoServer -DurationSeconds 2.5)
        $results | Export-NetReport (Join-Path $TestDrive 'report.html') | Should -BeNullOrEmpty
        $html = Get-Content -Raw (Join-Path $TestDrive 'report.html')
        $html | Should -Match '2 passed'
        $html | Should -Match '<svg '
        $html | Should -Not -Match '<script'
    }

    It 'refuses an object of another type and writes the others' {
        $path = Join-Path $TestDrive 'mixed.xml'
        @('text') + $checks | Export-NetReport $path -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0].FullyQualifiedErrorId | Should -Be "NotSupported,$id"
        ([xml](Get-Content -Raw $path)).testsuites.tests | Should -Be 2
    }

    It 'writes nothing with -WhatIf, and fails with the id where it cannot write' {
        $path = Join-Path $TestDrive 'nothing.html'
        $checks | Export-NetReport $path -WhatIf
        $path | Should -Not -Exist
        { $checks | Export-NetReport (Join-Path $TestDrive 'no/such/folder.html') } |
            Should -Throw -ErrorId "FileFailed,$id"
    }
}
