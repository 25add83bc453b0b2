BeforeAll {
    . $PSScriptRoot/_Import.ps1
}

Describe 'The script of -Handler' {
    AfterEach {
        Get-NetServer | Stop-NetServer
    }

    It 'is a function of the session' {
        function Get-Answer { "answer to $_" }
        $server = Start-TcpServer -Framing Line -Handler ${function:Get-Answer}
        ($server | Invoke-TcpRequest -Message x -Framing Line).Text | Should -BeExactly 'answer to x'
    }

    It 'is a closure with what it closed over' {
        $servers = 'one', 'two' | ForEach-Object {
            $word = $_
            Start-TcpServer -Framing Line -Handler { "$word $_" }.GetNewClosure()
        }
        $servers | Invoke-TcpRequest -Message x -Framing Line | ForEach-Object Text | Should -Be 'one x', 'two x'
    }

    It 'has begin, process and end' {
        $server = Start-TcpServer -Framing Line -Handler { begin { 'begin' } process { "$_ $($Connection.Id)" } end { 'end' } }
        ($server | Invoke-TcpRequest -Message "x`n" -Shutdown).Text | Should -BeExactly "begin`nx 1`nend`n"
    }

    It 'runs a script block that it takes with $using: in its own runspace' {
        $inner = { param($Text) Set-Variable SeenByHandler $Text -Scope Global; "seen $Text" }
        $server = Start-TcpServer -Framing Line -Handler { & $using:inner $_ }
        ($server | Invoke-TcpRequest -Message x -Framing Line).Text | Should -BeExactly 'seen x'
        Get-Variable SeenByHandler -Scope Global -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'says of $using: with an environment variable what to write' {
        { Start-TcpServer -Handler { $using:env:HOME } } |
            Should -Throw -ErrorId 'InvalidRequest,*' -ExpectedMessage '*$using: takes variables only*$env:HOME*'
    }

    It 'uses the cmdlets of the module, as a relay does' {
        $upstream = Start-TcpServer -Framing Line -Handler { $_.ToUpperInvariant() }
        $port = $upstream.Port
        $relay = Start-TcpServer -Framing Line -Handler {
            (Invoke-TcpRequest 127.0.0.1 $using:port $_ -Framing Line).Text
        }
        ($relay | Invoke-TcpRequest -Message 'by way of' -Framing Line).Text | Should -BeExactly 'BY WAY OF'
    }

    It 'tells at which of its lines it failed' {
        $server = Start-TcpServer -Framing Line -Handler {
            $divisor = $_.Length - 1
            1 / $divisor
        }
        ($server | Invoke-TcpRequest -Message x -Shutdown).Bytes | Should -Be 0
        ($server | Get-NetServerEvent -EventKind HandlerError).Reason |
            Should -BeExactly 'Attempted to divide by zero. (line 3: 1 / $divisor)'
    }

    It 'knows the client by its certificate' {
        $ca = New-LabCertificate Authority
        $token = ConvertTo-SecureString 'let me in' -AsPlainText -Force
        $server = Start-TcpServer -Framing Line -Certificate (New-LabCertificate -Issuer $ca) -RequireClientCertificate `
            -TrustedCertificate $ca -Token $token -Handler { "$($Connection.RemoteCertificate.Subject) says $_" }
        $alice = New-LabCertificate Client -Subject alice -Issuer $ca
        $tls = @{ TlsHost = 'localhost'; TrustedCertificate = $ca; Certificate = $alice; Token = $token }
        ($server | Invoke-TcpRequest -Message hi -Framing Line @tls).Text | Should -BeExactly 'CN=alice says hi'
    }

    It 'has no certificate of a client without TLS' {
        $server = Start-TcpServer -Framing Line -Handler { $null -eq $Connection.RemoteCertificate }
        ($server | Invoke-TcpRequest -Message hi -Framing Line).Text | Should -BeExactly 'True'
    }

    It 'shows $Connection with what is of use in it' {
        $server = Start-TcpServer -Framing Line -Encoding latin1 -Handler {
            ($Connection | Get-Member -MemberType Property, Method).Name -join ' '
            "$($Connection.Encoding)"
        }
        $lines = ($server | Invoke-TcpRequest -Message "x`n" -Shutdown).Text -split "`n"
        $lines[0] -split ' ' | Should -Not -Contain 'Take'
        $lines[0] -split ' ' | Should -Contain 'State'
        $lines[1] | Should -BeExactly 'iso-8859-1'
    }
}
