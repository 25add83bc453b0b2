BeforeAll {
    . $PSScriptRoot/_Import.ps1
}

Describe 'Export-NetReport' {
    BeforeAll {
        $server = Start-TcpEchoServer
        $results = @(
            Test-TcpHandshake 127.0.0.1 $server.Port, 1 | Sort-Object Port
            $server | Invoke-TcpDialogue -Step @{ Send = '<x>'; Expect = 'y' }
            [pscustomobject]@{ Name = 'own'; Passed = $null; Reason = 'later' }
        )
        Push-Location $TestDrive
    }

    AfterAll {
        Pop-Location
        Get-NetServer | Stop-NetServer
    }

    It 'writes JUnit XML, one suite for each kind of result' {
        $results | Export-NetReport report.xml -Title Lab | Should -BeNullOrEmpty
        $report = [xml](Get-Content report.xml -Raw)
        $report.testsuites.name | Should -Be 'Lab'
        $report.testsuites.tests | Should -Be 4
        $report.testsuites.failures | Should -Be 2
        $report.testsuites.testsuite.name | Should -Be 'TcpHandshake', 'DialogueStep', 'PSCustomObject'
        $refused, $open = $report.testsuites.testsuite[0].testcase
        $refused.failure.message | Should -BeLike 'ConnectionRefused*'
        $refused.classname | Should -Be 'NetCmdlets.TcpHandshake'
        $refused.name | Should -Be '127.0.0.1:1'
        $open.'system-out' | Should -Be 'State Open, Retransmits 0'
        [double]$open.time | Should -BeGreaterThan 0
        $report.testsuites.testsuite[1].testcase.name | Should -Be "Step 1: send '<x>' expect 'y' (127.0.0.1)"
        $report.testsuites.testsuite[1].testcase.failure.message | Should -Be "'<x>' is not like 'y'."
        $report.testsuites.testsuite[2].testcase.skipped.message | Should -Be 'later'
    }

    It 'writes a page with a plot, without a script' {
        $file = $results | Export-NetReport page.html -PassThru
        $file | Should -BeOfType System.IO.FileInfo
        $page = Get-Content $file -Raw
        $page | Should -Match '<svg '
        $page | Should -Not -Match '<script'
        $page | Should -Match '&lt;x&gt;'
        $page | Should -Match 'class="failed">2 failed<'
    }

    It 'makes columns, a spread and plots over time of measurements' {
        $measured = $server | Measure-EchoServer -DurationSeconds 1.6 -Connections 2
        $measured, ($server | Test-TcpHandshake -Count 5) | Export-NetReport measured.html
        $page = Get-Content measured.html -Raw
        $page | Should -Match '<th scope="col" class="number">p99</th>'
        $page | Should -Match "<td class=`"number`">$($measured.Received)</td>"
        # The table of latencies: a line with its ticks for each of the two, and the time of the kernel.
        [regex]::Matches($page, '<line class="reach"').Count | Should -BeGreaterOrEqual 4
        $page | Should -Match 'Round trips a second</h3>'
        $page | Should -Match 'Median round trip, ms</h3>'
        $page | Should -Not -Match '<script'
    }

    It 'takes a handshake with a trace for a handshake' {
        try { $traced = $server | Test-TcpHandshake -Trace -ErrorAction Stop }
        catch { Set-ItResult -Skipped -Because $_.Exception.Message }
        $traced | Export-NetReport traced.xml
        ([xml](Get-Content traced.xml -Raw)).testsuites.testsuite.name | Should -Be 'TcpHandshake'
    }

    It 'reads results that came back from a file as it reads fresh ones' {
        $results | Export-Clixml results.clixml
        Import-Clixml results.clixml | Export-NetReport again.xml
        $results | Export-NetReport report.xml
        $again, $first = 'again.xml', 'report.xml' | ForEach-Object {
            (Get-Content $_ -Raw) -replace 'timestamp="[^"]+"'
        }
        $again | Should -Be $first
    }

    It 'plots what was sampled over time' {
        [pscustomobject]@{ ComputerName = 'h'; RateSamples = 1.0, 2.0, [double]::NaN, 4.0, 5.0 } |
            Export-NetReport plot.html
        $page = Get-Content plot.html -Raw
        $page | Should -Match 'Round trips a second'
        [regex]::Matches($page, '<polyline').Count | Should -Be 2
    }

    It 'reports a measurement of throughput with its rates over time, fresh or from a file' {
        $echo = Start-UdpEchoServer
        $measured = $echo | Measure-UdpThroughput -Direction Echo -DurationSeconds 3 -BitsPerSecond 200000
        $measured.Samples.Count | Should -BeIn 2, 3, 4
        $measured | Export-NetReport throughput.html
        $page = Get-Content throughput.html -Raw
        $page | Should -Match "<td>127\.0\.0\.1:$($echo.Port)</td>"
        $page | Should -Match '>Loss, %<'
        $page | Should -Match '<td>Echo</td><td class="number">\d+</td><td class="number">0</td>'
        $page | Should -Match '<h3>UdpThroughput 127\.0\.0\.1:\d+: Throughput, Mbit/s<'
        $page | Should -Match '<h3>UdpThroughput 127\.0\.0\.1:\d+: Received, Mbit/s<'
        $page | Should -Match '<title>UdpThroughput 127\.0\.0\.1:\d+: round trip<'
        [regex]::Matches($page, '<polyline').Count | Should -Be 2

        $measured | Export-Clixml throughput.clixml
        Import-Clixml throughput.clixml | Export-NetReport again.html
        $again = (Get-Content again.html -Raw) -replace '\d{4}-\d\d-\d\d [^<]+'
        $again | Should -Be ($page -replace '\d{4}-\d\d-\d\d [^<]+')
    }

    It 'writes nothing with -WhatIf, and leaves a file alone with -NoClobber' {
        $results | Export-NetReport never.xml -WhatIf
        'never.xml' | Should -Not -Exist
        'old' | Set-Content old.xml
        { $results | Export-NetReport old.xml -NoClobber } | Should -Throw -ErrorId 'FileFailed,*'
        Get-Content old.xml | Should -Be 'old'
        Get-ChildItem -Force -Filter '.*' | Should -BeNullOrEmpty
    }

    It 'says before the results come that the file cannot be written' {
        $script:asked = 0
        'there' | Set-Content there.html
        foreach ($case in @{ Path = 'none/report.html' }, @{ Path = 'there.html'; NoClobber = $true },
            @{ Path = 'report.txt' }, @{ Path = '.'; Format = 'Html' }) {
            { & { $script:asked++; 1 } | Export-NetReport @case } | Should -Throw
        }
        $script:asked | Should -Be 0
        { Export-NetReport none/report.html -InputObject 1 } |
            Should -Throw -ErrorId 'FileFailed,*' -ExpectedMessage "*there is no folder '*none'. Make it first."
    }

    It 'wants to know the format where the extension does not tell' {
        { $results | Export-NetReport report.txt } | Should -Throw -ErrorId 'InvalidRequest,*'
        $results | Export-NetReport report.txt -Format JUnit
        ([xml](Get-Content report.txt -Raw)).testsuites.tests | Should -Be 4
    }
}
