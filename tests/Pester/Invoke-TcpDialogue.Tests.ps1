BeforeAll {
    . $PSScriptRoot/_Import.ps1
}

Describe 'Invoke-TcpDialogue' {
    BeforeAll {
        $server = Start-TcpEchoServer -Prefix 'Echo: '
    }

    AfterAll {
        Get-NetServer | Stop-NetServer
    }

    It 'plays a script and gives its transcript' {
        $steps = Invoke-TcpDialogue 127.0.0.1 $server.Port @{ Send = 'one'; Expect = 'echo: o*' },
            @{ Send = 'two'; Match = '^Echo: (\w+)$'; TimeoutSeconds = 2.5 }
        $steps | Should -HaveCount 2
        $steps[0] | Should -BeOfType NetCmdlets.DialogueStep
        $steps.Step | Should -Be 1, 2
        $steps.Sent | Should -Be 'one', 'two'
        $steps.Expected | Should -Be 'echo: o*', '^Echo: (\w+)$'
        $steps.Received | Should -Be 'Echo: one', 'Echo: two'
        $steps.Passed | Should -Be $true, $true
        $steps[0].Elapsed | Should -BeGreaterThan ([timespan]::Zero)
    }

    It 'stops at the first failure, unless told not to' {
        $script = @{ Send = 'one'; Expect = 'two' }, @{ Send = 'three'; Expect = '*three' }
        $steps = $server | Invoke-TcpDialogue -Step $script
        $steps.Passed | Should -Be $false
        $steps.Reason | Should -Be "'Echo: one' is not like 'two'."
        ($server | Invoke-TcpDialogue -Step $script -ContinueOnFailure).Passed | Should -Be $false, $true
    }

    It 'takes hosts of the pipeline, an ordered step, numbers to send, and steps without an expectation' {
        $steps = '127.0.0.1', 'localhost' | Invoke-TcpDialogue -Port $server.Port -Step ([ordered]@{ Send = 50 }),
            @{ Expect = '*50' } -IPv4
        $steps.ComputerName | Should -Be '127.0.0.1', '127.0.0.1', 'localhost', 'localhost'
        $steps.Sent | Should -Be '50', $null, '50', $null
        $steps.Received | Should -Be $null, 'Echo: 50', $null, 'Echo: 50'
    }

    It 'sends bytes, and matches bytes in an encoding that has a character for each' {
        $binary = Start-TcpEchoServer
        $steps = $binary | Invoke-TcpDialogue -Framing LengthPrefix -PrefixBytes 2 -Encoding latin1 -Step `
            @{ Send = [byte[]](0, 255, 10); Match = '\A\x00\xFF\n\z' }, @{ Send = [byte[]](128); Match = '\x81' }
        $steps.Passed | Should -Be $true, $false
        $steps[0].Received | Should -BeExactly "`0$([char]255)`n"
        $utf8 = $binary | Invoke-TcpDialogue -Step @{ Send = [byte[]](255, 254); Expect = '*' }
        $utf8.Sent | Should -BeExactly 'FFFE'
        $utf8.Reason | Should -BeLike 'What * sent is no text in utf-8.'
    }

    It 'refuses the malformed step <Because>' -ForEach @(
        @{ Bad = @{ Sned = 'x' }; Because = "has 'Sned'" }
        @{ Bad = @{ }; Because = 'does nothing' }
        @{ Bad = @{ Expect = 'x'; Match = 'x' }; Because = 'has both' }
        @{ Bad = @{ Expect = 'x', 'y' }; Because = 'has many values' }
        @{ Bad = @{ Match = '(' }; Because = 'has no regular expression' }
        @{ Bad = @{ Send = 'x'; TimeoutSeconds = 'soon' }; Because = "has 'soon' in TimeoutSeconds" }
        @{ Bad = @{ Send = 'x'; TimeoutSeconds = -1 }; Because = 'cannot take -1 s' }
    ) {
        $before = $server.TotalConnections
        $failed = { $server | Invoke-TcpDialogue -Step @{ Send = 'fine' }, $Bad } |
            Should -Throw -ErrorId 'InvalidRequest,*' -PassThru
        $failed.Exception.Message | Should -BeLike "Step 2 $Because*"
        $server.TotalConnections | Should -Be $before
    }

    It 'is a non-terminating error where nobody listens, and goes on' {
        $steps = Invoke-TcpDialogue 127.0.0.2, 127.0.0.1 $server.Port @{ Send = 'x'; Expect = '*x' } `
            -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures.FullyQualifiedErrorId | Should -BeLike 'ConnectionRefused,*'
        $steps.Passed | Should -Be $true
    }

    It 'plays a dialogue through TLS, with a token, over a Unix domain socket' {
        $ca = New-LabCertificate -Kind Authority -Subject 'Lab CA'
        $certificate = New-LabCertificate -Kind Server -Issuer $ca -DnsName localhost
        $token = [System.Net.NetworkCredential]::new('', 'open sesame').SecurePassword
        $path = Join-Path ([IO.Path]::GetTempPath()) "dialogue-$([guid]::NewGuid().ToString('n')).sock"
        $secure = Start-TcpEchoServer -SocketPath $path -Certificate $certificate -Token $token
        (Invoke-TcpDialogue -SocketPath $path -TrustedCertificate $ca -Token $token -Step @{
                Send = 'x'; Expect = 'x' }).Passed | Should -BeTrue
        { Invoke-TcpDialogue -SocketPath $path -Tls -Step @{ Send = 'x' } -ErrorAction Stop } |
            Should -Throw -ErrorId 'CertificateNotTrusted,*'
        $secure | Stop-NetServer
    }

    It 'talks to a server of this module that keeps a state' {
        $game = Start-TcpServer -Framing Line -Greeting 'Welcome' -Handler {
            if ([int]$_ -lt 42) { 'too low' } elseif ([int]$_ -gt 42) { 'too high' } else { $Connection.Close(); 'Winner' }
        }
        $steps = $game | Invoke-TcpDialogue -Step @{ Expect = 'Welcome*' }, @{ Send = '50'; Expect = '*high*' },
            @{ Send = '25'; Expect = '*low*' }, @{ Send = '42'; Expect = 'Winner' }, @{ Expect = '*' }
        $steps.Passed | Should -Be $true, $true, $true, $true, $false
        $steps[4].Reason | Should -BeLike '*closed the connection.'
    }

    It 'ends at once when it is stopped, and leaves no connection' {
        $quiet = Start-TcpEchoServer
        $shell = [powershell]::Create().AddScript({
                param($Manifest, $Port)
                Import-Module $Manifest
                Invoke-TcpDialogue 127.0.0.1 $Port @{ Expect = '*' } -TimeoutSeconds 600
            }).AddArgument((Get-Module NetCmdlets).Path).AddArgument($quiet.Port)
        try {
            $running = $shell.BeginInvoke()
            $quiet | Get-NetServerEvent -Wait -EventKind Accepted | Select-Object -First 1 | Should -Not -BeNullOrEmpty
            $shell.Stop()
            $running.IsCompleted | Should -BeTrue
            ($quiet | Get-NetServerEvent -Wait -EventKind Closed | Select-Object -First 1).Reason |
                Should -BeIn 'Reset', 'PeerClosed'
        }
        finally {
            $shell.Dispose()
        }
    }

    It 'is shown as a table' {
        $server | Invoke-TcpDialogue -Step @{ Send = 'x'; Expect = '*x' } | Out-String |
            Should -Match 'Step\s+Passed\s+Elapsed\s+Sent\s+Expected\s+Received'
    }
}
